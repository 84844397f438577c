// What a citation leads to, shown beside it while the pointer rests on it or it has the focus. The links work without
// it, and say in their titles where they lead until this runs. Escape puts the preview away; the pointer may go into it.

const REST = 250; // milliseconds before a preview is asked for
const LEAVE = 200; // milliseconds in which the pointer may cross over to the preview
const GAP = 6; // pixels between the citation and its preview
const EDGE = 8; // pixels between the preview and the edge of the window
const KEPT = 100;

const previews = new Map();
const box = document.createElement("div");
let shown = null;
let timer = 0;

box.id = "predogled";
box.className = "preview-box";
box.hidden = true;
box.setAttribute("role", "tooltip");

for (const [event, work] of Object.entries({ pointerover: entered, focusin: entered, pointerout: left, focusout: left })) {
	document.addEventListener(event, work);
}
document.addEventListener("keydown", (event) => {
	if (event.key === "Escape") close();
});
window.addEventListener("resize", close);

function entered(event) {
	if (event.pointerType === "touch") return; // a finger goes straight to the article
	const link = event.target.closest?.("a[data-preview]");
	if (event.target.closest?.("#predogled")) clearTimeout(timer);
	if (!link) return;
	clearTimeout(timer);
	if (link !== shown) timer = setTimeout(open, REST, link);
}

function left(event) {
	const to = event.relatedTarget;
	if (to?.closest?.("#predogled") || (shown && to?.closest?.("a[data-preview]") === shown)) return;
	clearTimeout(timer);
	if (shown) timer = setTimeout(close, LEAVE);
}

async function open(link) {
	const text = await preview(link.dataset.preview);
	if (!text || !(link.matches(":hover") || link.matches(":focus"))) return;
	close();
	const read = new DOMParser().parseFromString(text, "text/html");
	box.replaceChildren(...read.body.childNodes);
	document.body.append(box);
	box.hidden = false;
	place(link);
	link.dataset.title = link.title;
	link.removeAttribute("title"); // the browser would show it over the preview
	link.setAttribute("aria-describedby", box.id);
	shown = link;
}

async function preview(address) {
	if (!previews.has(address)) {
		try {
			const answer = await fetch(address);
			if (!answer.ok) return "";
			if (previews.size >= KEPT) previews.clear();
			previews.set(address, await answer.text());
		} catch {
			return ""; // no network: the title stays
		}
	}
	return previews.get(address);
}

function place(link) {
	// Of a citation that is broken over lines, the part that is nearest to its end.
	const at = [...link.getClientRects()].pop() ?? link.getBoundingClientRect();
	const width = document.documentElement.clientWidth;
	const below = window.innerHeight - at.bottom;
	const x = Math.max(EDGE, Math.min(at.left, width - box.offsetWidth - EDGE));
	const y = below > box.offsetHeight + GAP || below > at.top ? at.bottom + GAP : at.top - box.offsetHeight - GAP;
	box.style.left = `${x + window.scrollX}px`;
	box.style.top = `${Math.max(y, EDGE) + window.scrollY}px`;
}

function close() {
	clearTimeout(timer);
	if (!shown) return;
	shown.title = shown.dataset.title;
	shown.removeAttribute("aria-describedby");
	shown = null;
	box.hidden = true;
	box.remove();
}
