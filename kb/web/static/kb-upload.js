// The page of an upload: files are dropped or chosen, announced, and sent three at a time from a queue that can be
// paused and outlives a lost connection. What the server holds is not sent again. Without scripts a plain form does it.

const { Line, Ended, Stopped, Refused, dropped, chosen, isLeftBehind, isReadable, wording, showActive, showProblems } =
	window.kbUpload;
const BIG = 64 * 1024 * 1024; // bytes from which a file is sent before its checksum is known
const TOGETHER = 200; // files announced at once
const NONE = "-"; // the checksum of a file whose own cannot be computed
const GATHERED = 400; // milliseconds in which checksums are gathered
const DRAWN = 300;
const EACH = 256 * 1024; // bytes that could be sent in the time a file takes beside its own
const WINDOW = 10000; // milliseconds the speed is taken from
const SPOKEN = 15000;
const RENEWED = 2500; // between two renewals of the list of the server
const NO_ROOM = 60; // seconds

const place = document.querySelector("[data-upload]");
if (place) uploadPage(place);

// One file: `row` is what the server said of it last, `sha256` its checksum or "" until it is known.
function newTask(id, name, file) {
	return { id, name, file, row: null, sha256: "", summed: 0, loaded: 0, active: false, fault: "", told: false, moved: false, stop: null };
}

function uploadPage(root) {
	const words = JSON.parse(root.dataset.words);
	const lang = document.documentElement.lang || "sl";
	const collator = new Intl.Collator(lang, { numeric: true });
	const { filled, forms, count, size, lasting } = wording(words, lang);
	const line = new Line(root.dataset.upload, root.dataset.form, onLine);
	const hasher = new Worker(root.dataset.hasher);
	const at = (name) => root.querySelector(`[data-${name}]`);

	const tasks = new Map(); // by id, in the order they were chosen
	const byFile = new Map(); // by name, size and time: the same file chosen twice is one
	const leftBehind = [];
	const summed = []; // tasks whose checksums are to be announced
	const samples = [];
	let lastId = 0;
	let paused = false;
	let collecting = 0;
	let announcing = 0;
	let ended = false;
	let notice = "";
	let pausing = new AbortController();
	let summedTimer = 0;
	let drawTimer = 0;
	let spoken = { text: "", at: 0 };
	let renewTimer = 0;
	let lostTimer = 0;

	root.classList.add("scripted");
	listen();

	// --- choosing ---

	function listen() {
		for (const input of root.querySelectorAll("input[type=file]")) {
			input.addEventListener("change", () => {
				take(chosen(input));
				input.value = "";
			});
		}
		root.querySelector("form[data-plain]")?.addEventListener("submit", (event) => event.preventDefault());
		for (const kind of ["dragenter", "dragover"]) {
			document.addEventListener(kind, (event) => {
				if (![...(event.dataTransfer?.types ?? [])].includes("Files")) return;
				event.preventDefault();
				event.dataTransfer.dropEffect = "copy";
				root.classList.add("over");
			});
		}
		document.addEventListener("dragleave", (event) => {
			if (!event.relatedTarget) root.classList.remove("over");
		});
		document.addEventListener("drop", (event) => {
			if (!event.dataTransfer?.items.length) return;
			event.preventDefault();
			root.classList.remove("over");
			gather(dropped(event.dataTransfer));
		});
		at("pause").addEventListener("click", () => (paused ? goOn() : pause("")));
		window.addEventListener("beforeunload", (event) => {
			if (!isIdle()) event.preventDefault();
		});
		at("problems").addEventListener("click", (event) => {
			const button = event.target.closest("button[data-task]");
			if (button) again(tasks.get(Number(button.dataset.task)));
		});
	}

	async function gather(coming) {
		collecting += 1;
		draw();
		try {
			await take(await coming);
		} catch {
			notice = words.unreadable_folder;
		} finally {
			collecting -= 1;
			draw();
		}
	}

	function take(files) {
		const fresh = [];
		for (const { name, file, fault } of [...files].sort((one, other) => collator.compare(one.name, other.name))) {
			if (isLeftBehind(name)) {
				if (!leftBehind.includes(name)) leftBehind.push(name);
				continue;
			}
			const key = file ? `${name}\n${file.size}\n${file.lastModified}` : `${name}\n?`;
			const known = tasks.get(byFile.get(key));
			if (known && !faultOf(known)) continue;
			const task = known ?? newTask((lastId += 1), file ? toldApart(name) : name, file);
			task.file = file;
			task.fault = fault ? words.unreadable : "";
			tasks.set(task.id, task);
			byFile.set(key, task.id);
			if (!fault) fresh.push(task);
		}
		draw();
		return announce(fresh);
	}

	// Two files of one name from two places stay two: to the server the same name would be the same file.
	function toldApart(name) {
		const taken = new Set([...tasks.values()].filter((task) => !isOver(task)).map((task) => task.name));
		const dot = name.lastIndexOf(".") > name.lastIndexOf("/") + 1 ? name.lastIndexOf(".") : name.length;
		let free = name;
		for (let number = 2; taken.has(free); number += 1) free = `${name.slice(0, dot)} (${number})${name.slice(dot)}`;
		return free;
	}

	// --- announcing ---

	// Files are announced with their checksums, so that what the server holds is never sent; large ones, and those that
	// it will not take, at once. What is kept already is recognised by its checksum alone.
	async function announce(fresh) {
		announcing += 1;
		draw();
		try {
			const kept = fresh.some((task) => task.file.size >= BIG) ? await keptNames() : new Set();
			const atOnce = fresh.filter(({ name, file }) => file.size === 0 || (file.size >= BIG && !kept.has(name)));
			for (const task of fresh) if (task.file.size > 0) hasher.postMessage({ id: task.id, file: task.file });
			for (let from = 0; from < atOnce.length; from += TOGETHER) {
				await tell(atOnce.slice(from, from + TOGETHER));
				pump();
			}
		} finally {
			announcing -= 1;
			draw();
		}
	}

	async function keptNames() {
		const names = new Set();
		try {
			for (let page = 1, pages = 1; page <= pages; page += 1) {
				const state = await line.ask("GET", `${line.address}.json?stran=${page}`, null, { signal: pausing.signal });
				for (const file of state.files) if (file.stage === "kept") names.add(file.name);
				({ pages } = state);
			}
		} catch {
			// Then a large file that is kept may be sent once more: the server recognises it at the end.
		}
		return names;
	}

	// Announces tasks with what is known of them; tells whether the server took it.
	async function tell(some) {
		const files = some.map(({ name, file, sha256 }) => ({ name, size: file.size, ...(sha256.length === 64 ? { sha256 } : {}) }));
		for (;;) {
			try {
				const rows = await line.announce(files, pausing.signal);
				rows.forEach((row, number) => heard(some[number], row));
				return true;
			} catch (fault) {
				if (fault instanceof Ended) end();
				else if (!(fault instanceof Stopped)) {
					for (const task of some) task.fault = fault.message;
					return false;
				}
				await resumed();
			}
		}
	}

	hasher.addEventListener("message", ({ data }) => {
		const task = tasks.get(data.id);
		if (!task) return;
		if (data.done) {
			task.summed = data.done;
			draw();
			return;
		}
		if (data.fault) {
			task.fault = words.unreadable;
			task.stop?.abort();
		} else {
			task.sha256 = data.sha256;
			summed.push(task);
			summedTimer ||= setTimeout(tellSums, GATHERED);
		}
		draw();
	});
	hasher.addEventListener("error", () => {
		// Without checksums all is sent, also what the server holds already.
		for (const task of tasks.values()) {
			if (task.sha256 || task.fault) continue;
			task.sha256 = NONE;
			if (!task.row) summed.push(task);
		}
		summedTimer ||= setTimeout(tellSums, GATHERED);
		pump();
	});

	async function tellSums() {
		const some = summed.splice(0, TOGETHER);
		announcing += 1;
		await tell(some);
		announcing -= 1;
		summedTimer = summed.length > 0 ? setTimeout(tellSums, 0) : 0;
		for (const task of some) task.told = true;
		pump();
	}

	// Takes over what the server says of a file; a file that is no longer wanted is sent no further.
	function heard(task, row) {
		const before = task.row?.stage;
		task.row = row;
		task.loaded = 0;
		if (!row.wanted) task.stop?.abort();
		if (row.stage !== before && (row.stage === "kept" || row.stage === "refused")) renewList();
		draw();
	}

	// --- sending ---

	function isReady(task) {
		return task.row?.wanted && !task.active && !task.fault && (task.told || task.sha256 === NONE || task.file.size >= BIG);
	}

	function pump() {
		draw();
		if (paused) return;
		const limit = Number(root.dataset.atOnce) || 3;
		let active = [...tasks.values()].filter((task) => task.active).length;
		for (const task of tasks.values()) {
			if (active >= limit) return;
			if (!isReady(task)) continue;
			active += 1;
			send(task);
		}
	}

	async function send(task) {
		task.active = true;
		let wrong = 0;
		let tries = 0;
		while (task.row.wanted && !task.fault) {
			task.stop = new AbortController();
			const signal = AbortSignal.any([pausing.signal, task.stop.signal]);
			try {
				if (task.row.offset >= task.file.size) heard(task, await settled(task, signal));
				else heard(task, await piece(task, signal));
				tries = 0;
				// A file that is being written to while it is sent has another checksum at the end.
				if (task.row.reason === "other-bytes" && (wrong += 1) > 1) task.fault = words.changed;
			} catch (fault) {
				if (fault instanceof Stopped && !pausing.signal.aborted) continue;
				tries = await troubled(task, fault, tries);
			}
		}
		while (task.row.stage === "checking" && !task.fault) {
			try {
				heard(task, await settled(task, pausing.signal));
			} catch (fault) {
				tries = await troubled(task, fault, tries);
			}
		}
		task.active = false;
		task.loaded = 0;
		pump();
	}

	function piece(task, signal) {
		task.moved = true;
		const from = task.row.offset;
		const blob = task.file.slice(from, from + Number(root.dataset.pieceBytes));
		return line.piece(task.row.id, from, blob, {
			signal,
			progress: (loaded) => {
				task.loaded = loaded;
				draw();
			},
		});
	}

	async function settled(task, signal) {
		await new Promise((given) => setTimeout(given, 700));
		return line.look(task.row.id, signal);
	}

	// Does what helps after a fault and gives how many tries in a row have failed.
	async function troubled(task, fault, tries) {
		task.loaded = 0;
		if (fault instanceof Ended) end();
		if (fault instanceof Ended || fault instanceof Stopped) {
			await resumed();
			return tries;
		}
		if (!(fault instanceof Refused)) throw fault;
		if (fault.value.file) {
			await new Promise((given) => setTimeout(given, 200)); // somebody else may be sending the same file
			heard(task, { ...fault.value.file, ...(fault.value.offset === undefined ? {} : { offset: fault.value.offset }) });
			return tries;
		}
		if (fault.status === 507) {
			pause(fault.message, NO_ROOM);
			await resumed();
		} else if (!Line.passes(fault)) {
			task.fault = fault.message;
			return tries;
		} else if (!(await isReadable(task.file, task.row.offset))) {
			task.fault = words.unreadable;
			return tries;
		} else {
			await line.wait(tries, fault, pausing.signal).catch(() => resumed());
		}
		try {
			heard(task, await line.once("GET", `${line.address}/datoteke/${task.row.id}.json`, null, {}));
		} catch {
			// It is asked again after the next try.
		}
		return tries + 1;
	}

	// --- pausing ---

	function pause(why, seconds = 0) {
		paused = true;
		notice = why;
		pausing.abort();
		if (seconds) setTimeout(() => paused && notice === why && goOn(), seconds * 1000);
		draw();
	}

	function goOn() {
		paused = false;
		ended = false;
		notice = "";
		pausing = new AbortController();
		samples.length = 0;
		root.dispatchEvent(new Event("kb:go-on"));
		pump();
	}

	function end() {
		ended = true;
		pause(words.ended);
	}

	function resumed() {
		if (!paused) return Promise.resolve();
		return new Promise((given) => root.addEventListener("kb:go-on", given, { once: true }));
	}

	function again(task) {
		if (!task) return;
		task.fault = "";
		task.told = false;
		task.sha256 = "";
		announce([task]);
	}

	function onLine(state) {
		clearTimeout(lostTimer);
		if (state.found) {
			notice = paused ? notice : "";
		} else {
			// One short break is no news.
			lostTimer = setTimeout(() => {
				if (line.isLost && !paused) notice = words.lost;
				draw();
			}, 1500);
		}
		draw();
	}

	// --- telling ---

	function faultOf(task) {
		return task.fault || (task.row?.stage === "refused" ? task.row.message : "");
	}

	function isOver(task) {
		if (faultOf(task)) return true;
		const isSettled = task.row && !task.row.wanted && task.row.stage !== "checking";
		return Boolean(isSettled && !task.active && (task.told || task.sha256 === NONE));
	}

	function isIdle() {
		if (collecting || announcing) return false;
		return [...tasks.values()].every(isOver);
	}

	function draw() {
		drawTimer ||= setTimeout(() => {
			drawTimer = 0;
			show();
		}, DRAWN);
	}

	function totals() {
		const sum = { files: 0, over: 0, known: 0, bytes: 0, came: 0 };
		for (const task of tasks.values()) {
			if (faultOf(task)) continue;
			sum.files += 1;
			sum.over += isOver(task) ? 1 : 0;
			// What was not sent from here is on the server already: from before, or of another file that is the same.
			if (task.row?.stage === "kept" && !task.moved) {
				sum.known += 1;
				continue;
			}
			sum.bytes += task.file.size;
			sum.came += isOver(task) ? task.file.size : Math.min(task.file.size, (task.row?.offset ?? 0) + task.loaded);
		}
		return sum;
	}

	function show() {
		const all = [...tasks.values()];
		const sum = totals();
		const problems = all.filter(faultOf);
		at("panel").hidden = all.length === 0 && leftBehind.length === 0 && !collecting;
		const share = sum.bytes ? sum.came / sum.bytes : sum.files ? sum.over / sum.files : 0;
		const bar = at("bar");
		bar.max = Math.max(sum.bytes, 1);
		bar.value = sum.bytes ? sum.came : isIdle() ? 1 : 0;
		const isDone = isIdle() && all.length > 0;
		at("share").textContent = `${isDone ? 100 : Math.min(99, Math.floor(share * 100))} %`;
		at("line").textContent = summary(sum, isDone);
		at("pace").textContent = isDone || paused ? "" : pace(sum);
		at("pause").hidden = isDone || all.length === 0;
		at("pause").textContent = paused ? words.go_on : words.pause;
		at("notice").textContent = notice;
		at("notice").hidden = !notice;
		at("sign-in").hidden = !ended;
		at("left").hidden = leftBehind.length === 0;
		at("left").textContent = leftBehind.length ? `${forms(words.left, leftBehind.length)} ${leftBehind.slice(0, 5).join(", ")}` : "";
		showActive(at("active"), all.filter((task) => task.active), { words, size });
		at("problems-part").hidden = problems.length === 0;
		at("problems-title").textContent = problems.length ? forms(words.problems, problems.length) : "";
		showProblems(at("problems"), problems, { words, faultOf });
		document.title = isDone || !all.length ? root.dataset.title : `${at("share").textContent} · ${root.dataset.title}`;
		speak(isDone, problems.length);
	}

	function summary(sum, isDone) {
		if (collecting) return words.collecting;
		if (isDone) return forms(words.done, sum.files) + (sum.known ? ` ${forms(words.known, sum.known)}` : "");
		const compared = [...tasks.values()].filter((task) => !task.told && !task.row && !faultOf(task));
		if (compared.length > 0 && ![...tasks.values()].some((task) => task.active)) {
			const summed = compared.reduce((bytes, task) => bytes + task.summed, 0);
			const whole = compared.reduce((bytes, task) => bytes + task.file.size, 0);
			return filled(words.comparing, { came: size(summed), bytes: size(whole) });
		}
		const told = { over: count(sum.over), files: count(sum.files), came: size(sum.came), bytes: size(sum.bytes) };
		return filled(words.sending, told) + (sum.known ? ` ${forms(words.known, sum.known)}` : "");
	}

	function pace(sum) {
		const now = performance.now();
		if (samples.at(-1)?.came > sum.came) samples.length = 0;
		// A file takes time however small it is.
		const done = sum.came + sum.over * EACH;
		samples.push({ at: now, came: sum.came, done });
		while (samples.length > 2 && now - samples[0].at > WINDOW) samples.shift();
		const [first] = samples;
		const seconds = (now - first.at) / 1000;
		if (seconds < 3 || done === first.done) return "";
		const left = ((sum.bytes + sum.files * EACH - done) / (done - first.done)) * seconds;
		return filled(words.pace, { speed: `${size((sum.came - first.came) / seconds)}/s`, left: lasting(left) });
	}

	// What is read aloud: seldom while files are being sent, at once when something has come to an end.
	function speak(isDone, problems) {
		if (tasks.size === 0 && !notice) return;
		const text = [notice, at("line").textContent, problems ? at("problems-title").textContent : ""].filter(Boolean).join(" ");
		const isNews = notice !== spoken.notice || isDone !== spoken.isDone;
		if (text === spoken.text || (!isNews && Date.now() - spoken.at < SPOKEN)) return;
		spoken = { text, at: Date.now(), notice, isDone };
		at("told").textContent = text;
	}

	function renewList() {
		renewTimer ||= setTimeout(() => {
			renewTimer = 0;
			document.querySelector("[data-live]")?.dispatchEvent(new Event("kb:renew"));
		}, RENEWED);
	}
}
