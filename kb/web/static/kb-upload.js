// The page of an upload: files are dropped or chosen, compared with what the server holds by their checksums, and what
// it does not hold is sent in pieces, three files at a time, from a queue that can be paused and that outlives a lost
// connection, a server that is started again and the end of a visit. Without scripts a plain form does the same.

const TOGETHER = 200; // files announced at once
const GATHERED = 400; // milliseconds in which checksums are gathered before they are announced
const WAITS = [1, 2, 4, 8, 15, 30]; // seconds between two tries
const PASSING = [0, 408, 429, 500, 502, 503, 504]; // answers that will be others; 0 is a broken connection
const LONGEST = 60000; // milliseconds a question may take
const SMALLEST = 256 * 1024; // bytes of a piece; a piece grows and shrinks so that it takes about a second
const NO_ROOM = 60; // seconds until it is tried again whether the disk of the server has room
const DRAWN = 300; // milliseconds between two changes of the page
const SPOKEN = 15000; // milliseconds between two announcements while nothing new happens
const LEFT_BEHIND = /(^|\/)(\.DS_Store|Thumbs\.db|desktop\.ini|~\$[^/]*|\._[^/]*)$|(^|\/)__MACOSX\//i;
const UNITS = ["B", "kB", "MB", "GB"];

class Fault extends Error {
	constructor(status, told) {
		super(told?.message || String(status));
		this.status = status;
		this.told = told ?? {};
	}
}

const after = (milliseconds) => new Promise((given) => setTimeout(given, milliseconds));
const heard = (target, kind) => new Promise((given) => target.addEventListener(kind, given, { once: true }));
const filled = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
const isReadable = (blob) => blob.slice(0, 1).arrayBuffer().then(() => true, () => false);
const sum = (tasks, number) => tasks.reduce((all, task) => all + number(task), 0);

// Gives {name, file} of what was dropped, folders gone through; without a file where it cannot be read.
async function* filesIn(entry) {
	if (entry.isFile) {
		const name = entry.fullPath.replace(/^\/+/, "");
		yield await new Promise((given) => entry.file((file) => given({ name, file }), () => given({ name })));
		return;
	}
	const reader = entry.createReader();
	// A reader gives some entries at a time, and none at the end.
	for (let some = [null]; some.length > 0; ) {
		some = await new Promise((given, failed) => reader.readEntries(given, failed));
		for (const one of some) yield* filesIn(one);
	}
}

const root = document.querySelector("[data-upload]");
const words = JSON.parse(root.dataset.words);
const lang = document.documentElement.lang || "sl";
const plural = new Intl.PluralRules(lang);
const decimal = new Intl.NumberFormat(lang, { maximumFractionDigits: 1 });
const { title } = document;
const at = (name) => root.querySelector(`[data-${name}]`);

const tasks = new Map(); // by name, size and time: the same file chosen twice is one
const leftBehind = new Set();
const fresh = []; // tasks to be compared and announced
const ready = []; // tasks the server waits for
let hasher = null;
let pieceBytes = 4 * SMALLEST;
let collecting = 0;
let comparing = false;
let active = 0;
let paused = false;
let pausing = new AbortController();
let isLost = false;
let notice = "";
let drawTimer = 0;
let spoken = {};
let since = null; // from when on the speed is taken

for (const kind of ["dragenter", "dragover", "dragleave", "drop"]) {
	document.addEventListener(kind, ({ dataTransfer, relatedTarget }) => {
		const isOver = kind === "dragenter" || kind === "dragover" || Boolean(relatedTarget);
		root.classList.toggle("over", isOver && dataTransfer.types.includes("Files"));
	});
}
document.addEventListener("drop", async ({ dataTransfer: { items } }) => {
	const entries = [...items].map((item) => item.webkitGetAsEntry()).filter(Boolean); // they are gone after the event
	collecting += 1;
	draw();
	try {
		const found = [];
		for (const entry of entries) for await (const one of filesIn(entry)) found.push(one);
		take(found);
	} catch {
		notice = words.unreadable_folder;
	}
	collecting -= 1;
	draw();
});
for (const input of root.querySelectorAll("input[type=file]")) {
	input.addEventListener("change", () => {
		take([...input.files].map((file) => ({ name: file.webkitRelativePath || file.name, file })));
		input.value = "";
	});
}
at("pause").addEventListener("click", () => (paused ? goOn() : pause("")));
window.addEventListener("beforeunload", (event) => isIdle() || event.preventDefault());

// --- choosing ---

function take(files) {
	for (const { name, file } of files.sort((one, other) => one.name.localeCompare(other.name, lang, { numeric: true }))) {
		const key = [name, file?.size, file?.lastModified].join("\n");
		const known = tasks.get(key);
		if (LEFT_BEHIND.test(name)) leftBehind.add(name);
		else if (known?.fault && file) again(known, file);
		else if (!known) tasks.set(key, taken(name, file));
	}
	compare();
}

function taken(name, file) {
	const task = { name, file, sha256: "", summed: 0, row: null, sent: false, fault: "" };
	// Two files of one name from two places stay two: to the server the same name would be the same file.
	const names = new Set([...tasks.values()].filter((one) => !isOver(one)).map((one) => one.name));
	for (let number = 2; names.has(task.name); number += 1) task.name = name.replace(/(\.[^./]*)?$/, ` (${number})$1`);
	if (file) fresh.push(task);
	else fail(task, words.unreadable);
	return task;
}

// --- comparing and announcing ---

// Files are announced with their checksums, so that what the server holds is never sent.
async function compare() {
	draw();
	if (comparing) return;
	comparing = true;
	while (fresh.length > 0) {
		const some = [];
		for (const began = performance.now(); fresh.length > 0 && some.length < TOGETHER && performance.now() - began < GATHERED; ) {
			const task = fresh.shift();
			task.sha256 = await checksum(task);
			if (task.sha256 === null) fail(task, words.unreadable);
			else some.push(task);
		}
		await announce(some).catch((fault) => some.forEach((task) => fail(task, fault.message)));
		pump();
	}
	comparing = false;
	draw();
}

// Gives "" where checksums cannot be computed: then all is sent, also what the server holds already.
function checksum(task) {
	return new Promise((given) => {
		hasher ??= new Worker(root.dataset.hasher);
		hasher.onerror = () => {
			hasher = null;
			given("");
		};
		hasher.onmessage = ({ data }) => {
			if (typeof data !== "number") return given(data);
			task.summed = data;
			return draw();
		};
		hasher.postMessage(task.file);
	});
}

async function announce(some) {
	if (some.length === 0) return;
	const files = some.map(({ name, file, sha256 }) => ({ name, size: file.size, sha256 }));
	const told = await ask("POST", "/datoteke.json", () => new Blob([JSON.stringify({ files })], { type: "application/json" }));
	some.forEach((task, number) => {
		task.row = told.files[number];
		if (isWanted(task)) ready.push(task);
		else settle(task);
	});
}

// --- sending ---

function pump() {
	while (active < Number(root.dataset.atOnce) && ready.length > 0) {
		active += 1;
		send(ready.shift());
	}
	draw();
}

async function send(task) {
	const item = added("active", task);
	const [, bar, said] = item.children;
	bar.max = task.file.size;
	bar.setAttribute("aria-label", task.name);
	try {
		while (isWanted(task)) {
			const { offset, stage } = task.row;
			bar.value = offset;
			said.textContent = stage === "checking" ? words.checking : `${size(offset)} / ${size(task.file.size)}`;
			task.row = await next(task);
			draw();
		}
		settle(task);
	} catch (fault) {
		fail(task, fault.message);
	}
	item.remove();
	active -= 1;
	pump();
}

// Sends the next piece of a file, or asks after one that has come whole, and gives what the server says of it.
async function next(task) {
	const { row, file } = task;
	const path = `/datoteke/${row.id}.json`;
	if (!row.wanted || row.offset >= file.size) return after(700).then(() => ask("GET", path));
	const began = performance.now();
	task.sent = true;
	try {
		const told = await ask("PUT", `${path}?od=${row.offset}`, () => file.slice(row.offset, row.offset + pieceBytes));
		const took = performance.now() - began;
		if (told.offset - row.offset >= pieceBytes && took < 500) pieceBytes = Math.min(pieceBytes * 2, Number(root.dataset.pieceBytes));
		if (took > 2000) pieceBytes = Math.max(pieceBytes / 2, SMALLEST);
		return told;
	} catch (fault) {
		if (!fault.told?.file) throw fault;
		await after(200); // somebody else may be sending the same file, or the answer to a piece was lost
		return fault.told.file;
	}
}

function isWanted({ row }) {
	return !row.reason && (row.wanted || row.stage === "checking");
}

// Takes note that no more is to be sent of a file.
function settle(task) {
	const { stage, reason, message } = task.row;
	if (stage === "refused") fail(task, message, reason === "no-room");
	// A file that is being written to while it is sent has another checksum at the end.
	else if (stage !== "kept" && reason) fail(task, reason === "other-bytes" ? words.changed : message);
	document.querySelector("[data-live]")?.dispatchEvent(new Event("kb:renew"));
	draw();
}

function fail(task, message, isWorthIt = Boolean(task.file)) {
	task.fault = message;
	task.problem = added("problem", task);
	const [, said, button] = task.problem.children;
	said.textContent = message;
	button.hidden = !isWorthIt;
	button.lastElementChild.textContent = ` – ${task.name}`;
	button.addEventListener("click", () => again(task));
	draw();
}

function again(task, file = task.file) {
	task.problem.remove();
	Object.assign(task, { file, fault: "", row: null });
	fresh.push(task);
	compare();
}

// --- the line to the server ---

// Gives what the server answers, however often the connection breaks, somebody pauses or has to sign in again. What is
// wrong with the question itself is thrown. A piece that had come, although its answer was lost, is refused as known.
async function ask(method, path, body) {
	for (let tries = 0; ; tries += 1) {
		while (paused) await heard(root, "kb:go-on");
		const { signal } = pausing;
		const sent = body?.();
		try {
			const told = await once(method, path, sent, signal);
			isLost = false;
			return told;
		} catch (fault) {
			if (signal.aborted) continue;
			if (fault.status === 401) pause(words.ended, true);
			else if (fault.status === 507) pause(fault.message);
			else if (!PASSING.includes(fault.status)) throw fault;
			else if (sent && !(await isReadable(sent))) throw new Error(words.unreadable);
			else await wait(fault.told.seconds || WAITS[Math.min(tries, WAITS.length - 1)], tries);
		}
	}
}

async function once(method, path, body, signal) {
	const form = root.dataset.form;
	const headers = { Accept: "application/json", "X-Kb-Form": form };
	const limited = AbortSignal.any([signal, AbortSignal.timeout(LONGEST)]);
	let answer = null;
	let told = null;
	try {
		answer = await fetch(root.dataset.upload + path, { method, body, headers, cache: "no-store", signal: limited });
		if (answer.headers.get("Content-Type")?.startsWith("application/json")) told = await answer.json();
	} catch {
		throw new Fault(0);
	}
	if (answer.ok && told) return told;
	if (told?.error === "form-expired") {
		await renewForm(form);
		return once(method, path, body, signal);
	}
	// A page in place of an answer is that of the sign-in the question was led to.
	if (answer.ok || answer.redirected || answer.status === 403) throw new Fault(401);
	const seconds = Math.min(Number(answer.headers.get("Retry-After")), 120);
	throw new Fault(answer.status, { ...told, seconds });
}

// Takes the token of a later visit from the page: somebody has signed in again beside it.
async function renewForm(old) {
	const text = await fetch(root.dataset.upload, { cache: "no-store" }).then((answer) => answer.text(), () => "");
	if (!text) throw new Fault(0);
	const token = new DOMParser().parseFromString(text, "text/html").querySelector("[data-form]")?.dataset.form;
	if (!token || token === old) throw new Fault(401);
	root.dataset.form = token;
}

async function wait(seconds, tries) {
	isLost = tries > 0; // one short break is no news
	pieceBytes = Math.max(pieceBytes / 2, SMALLEST);
	draw();
	const some = after(seconds * 1000 * (0.8 + 0.4 * Math.random()));
	await Promise.race([some, heard(window, "online"), heard(pausing.signal, "abort")]);
}

function pause(why, isEnded = false) {
	paused = true;
	notice = why;
	pausing.abort();
	at("sign-in").hidden = !isEnded;
	if (why && !isEnded) after(NO_ROOM * 1000).then(() => notice === why && goOn());
	draw();
}

function goOn() {
	paused = false;
	notice = "";
	pausing = new AbortController();
	since = null;
	at("sign-in").hidden = true;
	root.dispatchEvent(new Event("kb:go-on"));
	draw();
}

// --- telling ---

function isOver(task) {
	return Boolean(task.fault || (task.row && !isWanted(task)));
}

function isIdle() {
	return !collecting && [...tasks.values()].every(isOver);
}

function forms(word, number) {
	return filled(word[plural.select(number)] ?? word.other, { count: decimal.format(number) });
}

function size(bytes) {
	const power = Math.min(UNITS.length - 1, Math.floor(Math.log2(Math.max(bytes, 1)) / 10));
	return `${decimal.format(bytes / 1024 ** power)} ${UNITS[power]}`;
}

function lasting(seconds) {
	if (seconds < 60) return words.under_minute;
	if (seconds < 5400) return filled(words.minutes, { count: Math.round(seconds / 60) });
	return filled(words.hours, { count: decimal.format(seconds / 3600) });
}

// Gives a new item of a list, made from the template beside it.
function added(list, { name }) {
	const item = at(`${list}-item`).content.firstElementChild.cloneNode(true);
	item.firstElementChild.textContent = name;
	return at(list).appendChild(item);
}

function tell(name, text) {
	at(name).textContent = text;
	at(name).hidden = !text;
}

function draw() {
	drawTimer ||= setTimeout(() => {
		drawTimer = 0;
		show();
	}, DRAWN);
}

function show() {
	const all = [...tasks.values()];
	const good = all.filter((task) => !task.fault);
	// What was not sent from here was on the server already: from before, or of another file that is the same.
	const moving = good.filter((task) => task.sent || task.row?.stage !== "kept");
	const problems = all.length - good.length;
	const over = sum(good, isOver);
	const bytes = sum(moving, (task) => task.file.size);
	const came = sum(moving, (task) => (isOver(task) ? task.file.size : (task.row?.offset ?? 0)));
	const isDone = all.length > 0 && isIdle();
	const known = good.length > moving.length ? ` ${forms(words.known, good.length - moving.length)}` : "";
	const share = bytes ? came / bytes : over / good.length || 0;

	at("panel").hidden = all.length === 0 && leftBehind.size === 0 && !collecting;
	at("bar").max = Math.max(bytes, 1);
	at("bar").value = bytes ? came : Number(isDone);
	tell("share", `${isDone ? 100 : Math.min(99, Math.floor(share * 100))} %`);
	if (isDone) since = null;
	tell("pace", isDone || paused ? "" : pace(came, bytes - came));
	tell("notice", notice || (isLost ? words.lost : ""));
	tell("left", leftBehind.size ? `${forms(words.left, leftBehind.size)} ${[...leftBehind].slice(0, 5).join(", ")}` : "");
	tell("problems-title", problems ? forms(words.problems, problems) : "");
	at("pause").hidden = isDone || all.length === 0;
	at("pause").textContent = paused ? words.go_on : words.pause;
	if (collecting) tell("line", words.collecting);
	else if (isDone) tell("line", forms(words.done, good.length) + known);
	else if (comparing && !active) tell("line", compared(good.filter((task) => !task.row)));
	else {
		const told = { over: decimal.format(over), files: decimal.format(good.length), came: size(came), bytes: size(bytes) };
		tell("line", filled(words.sending, told) + known);
	}
	document.title = isDone || !all.length ? title : `${at("share").textContent} · ${title}`;
	speak(isDone);
}

function compared(rest) {
	return filled(words.comparing, { came: size(sum(rest, (task) => task.summed)), bytes: size(sum(rest, (task) => task.file.size)) });
}

function pace(came, rest) {
	since ??= { at: performance.now(), came };
	const seconds = (performance.now() - since.at) / 1000;
	const speed = (came - since.came) / seconds;
	return seconds > 3 && speed > 0 ? filled(words.pace, { speed: `${size(speed)}/s`, left: lasting(rest / speed) }) : "";
}

// What is read aloud: seldom while files are being sent, at once when something has come to an end.
function speak(isDone) {
	const news = `${at("notice").textContent} ${isDone}`;
	const text = ["notice", "line", "problems-title"].map((name) => at(name).textContent).join(" ").trim();
	if (text === spoken.text || (news === spoken.news && Date.now() - spoken.at < SPOKEN)) return;
	spoken = { text, news, at: Date.now() };
	at("told").textContent = text;
}
