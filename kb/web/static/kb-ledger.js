// Keeps a page of the ledger live: asks beside it whether anything is new, and shows those parts of the page anew that
// have changed. The page works without it, with a link that opens it again.

const SOON = 2000; // milliseconds, while something waits
const LATER = 15000;
const LONGEST = 60000;
const SPOKEN = 20000; // between two announcements while files are coming; the last one is never late

for (const place of document.querySelectorAll("[data-live]")) follow(place);

function follow(place) {
	const told = place.querySelector(".live-told");
	const trouble = place.querySelector(".live-fault");
	let mark = place.dataset.mark;
	let timer = 0;
	let failures = 0;
	let asking = false;
	let spoken = Date.now();
	let renewed = Date.now();
	let finished = null;

	for (const link of place.querySelectorAll(".refresh")) link.hidden = true;
	place.addEventListener("kb:renew", () => {
		mark = "";
		ask();
	});
	document.addEventListener("visibilitychange", () => {
		clearTimeout(timer);
		if (!document.hidden) ask();
	});
	timer = setTimeout(ask, SOON);

	async function ask() {
		if (document.hidden || asking) return;
		asking = true;
		clearTimeout(timer);
		let pause = LATER;
		try {
			const asked = await answered(place.dataset.live, "application/json", (answer) => answer.json());
			const state = asked.progress ?? asked;
			// How long ago the last change was is told anew also where nothing has changed.
			if (state.mark !== mark || Date.now() - renewed >= LATER) {
				await renew();
				mark = state.mark;
				renewed = Date.now();
			}
			say(state);
			failures = 0;
			pause = state.finished ? LATER : SOON;
		} catch (fault) {
			failures += 1;
			// Somebody who is signed out may sign in again beside this page.
			pause = fault.ended ? LONGEST : Math.min(LONGEST, SOON * 2 ** failures);
			if (fault.ended || failures > 1) trouble.textContent = fault.ended ? place.dataset.ended : place.dataset.lost;
		} finally {
			asking = false;
		}
		timer = setTimeout(ask, pause);
	}

	function say(state) {
		trouble.textContent = "";
		const ends = finished === false && state.finished;
		finished = state.finished;
		if (!ends && (state.finished || Date.now() - spoken < SPOKEN)) return;
		spoken = Date.now();
		told.textContent = state.said;
	}

	async function renew() {
		const text = await answered(location.href, "text/html", (answer) => answer.text());
		const page = new DOMParser().parseFromString(text, "text/html");
		for (const part of place.querySelectorAll("[data-part]")) {
			const other = page.getElementById(part.id);
			if (!other) continue;
			if (part.dataset.part === "rows") renewRows(part, other);
			else if (part.innerHTML !== other.innerHTML) replaceIn(part, [...other.childNodes]);
		}
	}
}

// Rows stay the elements they are where nothing about them has changed, with their ticks and the place of the reader.
function renewRows(body, other) {
	const before = new Map([...body.rows].map((row) => [row.id, row]));
	const after = [...other.rows].map((row) => {
		const old = before.get(row.id);
		if (!old) return document.adoptNode(row);
		if (old.innerHTML !== row.innerHTML) replaceIn(old, [...row.childNodes]);
		return old;
	});
	const kept = new Set(after);
	for (const row of before.values()) if (!kept.has(row)) row.remove();
	after.forEach((row, at) => {
		if (body.rows[at] !== row) body.insertBefore(row, body.rows[at] ?? null);
	});
}

function replaceIn(element, nodes) {
	const active = document.activeElement;
	const held = element.contains(active) ? active : null;
	const ticked = new Set([...element.querySelectorAll("input:checked")].map((box) => box.id));
	element.replaceChildren(...nodes.map((node) => document.adoptNode(node)));
	for (const id of ticked) {
		const box = document.getElementById(id);
		if (box) box.checked = true;
	}
	if (held) again(element, held)?.focus();
}

function again(element, held) {
	if (held.id) return document.getElementById(held.id);
	const alike = [...element.querySelectorAll(held.tagName)];
	return alike.find((one) => one.textContent === held.textContent && one.getAttribute("href") === held.getAttribute("href"));
}

async function answered(address, type, read) {
	const answer = await fetch(address, { headers: { Accept: type }, cache: "no-store", credentials: "same-origin" });
	if (answer.redirected || answer.status === 401 || answer.status === 403) throw Object.assign(new Error(), { ended: true });
	if (!answer.ok) throw new Error(String(answer.status));
	return read(answer);
}
