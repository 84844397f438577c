// Which files somebody has dropped or chosen: folders are gone through, what programs leave beside files is left out.

const LEFT_BEHIND = /(^|\/)(\.DS_Store|Thumbs\.db|desktop\.ini|~\$[^/]*|\._[^/]*)$|(^|\/)__MACOSX\//i;

// Gives [{name, file}] of what was dropped; has to be called in the event itself, whose items are gone afterwards.
function dropped(transfer) {
	const entries = [];
	for (const item of transfer.items) {
		if (item.kind !== "file") continue;
		const entry = item.webkitGetAsEntry?.();
		const file = item.getAsFile();
		if (entry?.isDirectory) entries.push(inFolder(entry));
		else if (file) entries.push(Promise.resolve([{ name: file.name, file }]));
	}
	return Promise.all(entries).then((lists) => lists.flat());
}

async function inFolder(folder) {
	const reader = folder.createReader();
	const found = [];
	// A reader gives some entries at a time, and none at the end.
	for (;;) {
		const some = await new Promise((given, failed) => reader.readEntries(given, failed));
		if (some.length === 0) break;
		for (const entry of some) {
			if (entry.isDirectory) found.push(...(await inFolder(entry)));
			else found.push(await fileOf(entry));
		}
	}
	return found;
}

function fileOf(entry) {
	const name = entry.fullPath.replace(/^\/+/, "");
	return new Promise((given) => entry.file((file) => given({ name, file }), (fault) => given({ name, fault })));
}

// Gives [{name, file}] of what an input of files or of a folder holds.
function chosen(input) {
	return [...input.files].map((file) => ({ name: file.webkitRelativePath || file.name, file }));
}

// Tells whether a file is one that programs leave beside others: lists of pictures, locks of open documents.
function isLeftBehind(name) {
	return LEFT_BEHIND.test(name);
}

// Tells whether the file can still be read as it was when it was chosen.
async function isReadable(file, at) {
	try {
		await file.slice(at, at + 1).arrayBuffer();
		return true;
	} catch {
		return false;
	}
}

window.kbUpload = Object.assign(window.kbUpload ?? {}, { dropped, chosen, isLeftBehind, isReadable });
