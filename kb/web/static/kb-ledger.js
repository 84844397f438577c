// Keeps a page of the ledger live: asks beside it whether anything is new, and changes those parts of the page that are
// others now. The page works without it, with a link that opens it again.

const SOON = 2000; // milliseconds, while something waits
const LATER = 15000;
const LONGEST = 60000;
const SPOKEN = 20000; // between two announcements while files are coming; the last one is never late

const place = document.querySelector("[data-live]");
const told = place.querySelector(".live-told");
const trouble = place.querySelector(".live-fault");
let { mark } = place.dataset;
let pause = SOON;
let timer = setTimeout(ask, pause);
let failures = 0;
let spoken = Date.now();
let renewed = Date.now();
let finished = null;

for (const link of place.querySelectorAll(".refresh")) link.hidden = true;
place.addEventListener("kb:renew", () => pause > SOON && again(SOON));
document.addEventListener("visibilitychange", () => again(0));

function again(milliseconds) {
	clearTimeout(timer);
	pause = milliseconds;
	timer = setTimeout(ask, pause);
}

async function ask() {
	if (document.hidden) return;
	try {
		const asked = await (await answered(place.dataset.live, "application/json")).json();
		const state = asked.progress ?? asked;
		// How long ago the last change was is told anew also where nothing has changed.
		if (state.mark !== mark || Date.now() - renewed >= LATER) {
			await renew();
			({ mark } = state);
			renewed = Date.now();
		}
		say(state);
		failures = 0;
		again(state.finished ? LATER : SOON);
	} catch (fault) {
		failures += 1;
		if (fault.ended || failures > 1) trouble.textContent = fault.ended ? place.dataset.ended : place.dataset.lost;
		// Somebody who is signed out may sign in again beside this page.
		again(fault.ended ? LONGEST : Math.min(LONGEST, SOON * 2 ** failures));
	}
}

function say(state) {
	trouble.textContent = "";
	const ends = finished === false && state.finished;
	({ finished } = state);
	if (!ends && (finished || Date.now() - spoken < SPOKEN)) return;
	spoken = Date.now();
	told.textContent = state.said;
}

async function renew() {
	const page = new DOMParser().parseFromString(await (await answered(location.href, "text/html")).text(), "text/html");
	for (const part of place.querySelectorAll("[data-part]")) {
		const fresh = page.getElementById(part.id);
		if (fresh) change(part, fresh);
	}
}

async function answered(address, type) {
	const answer = await fetch(address, { headers: { Accept: type }, cache: "no-store" });
	const ended = answer.redirected || answer.status === 401 || answer.status === 403;
	if (ended || !answer.ok) throw Object.assign(new Error(answer.statusText), { ended });
	return answer;
}

// Makes an element what a fresh one is, touching only what differs: ticks, the focus and the place of the reader stay.
function change(element, fresh) {
	const named = new Map([...element.children].map((one) => [one.id, one]));
	const staying = new Set([...fresh.children].map((one) => one.id));
	let at = element.firstChild;
	const dropTo = (end) => {
		while (at && at !== end && !(end && at.id && staying.has(at.id))) {
			const gone = at;
			at = at.nextSibling;
			gone.remove();
		}
	};
	for (const node of [...fresh.childNodes]) {
		const mine = node.id ? named.get(node.id) : at?.nodeName === node.nodeName && !at.id && at;
		if (!mine) {
			element.insertBefore(document.adoptNode(node), at);
			continue;
		}
		dropTo(mine);
		if (mine === at) at = at.nextSibling;
		else element.insertBefore(mine, at);
		if (mine.isEqualNode(node)) continue;
		if (mine.nodeType !== Node.ELEMENT_NODE) {
			mine.data = node.data;
			continue;
		}
		for (const { name } of [...mine.attributes]) if (!node.hasAttribute(name)) mine.removeAttribute(name);
		for (const { name, value } of node.attributes) mine.setAttribute(name, value);
		change(mine, node);
	}
	dropTo(null);
}
