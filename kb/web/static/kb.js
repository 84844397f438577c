// On every page: suggestions under search boxes, and a preview of what a citation leads to. Pages work without it:
// boxes are ordinary ones, and citations say in their titles where they lead.

const TYPED = 120; // milliseconds without a key before suggestions are asked for
const SHORTEST = 2;
const REST = 250; // milliseconds before a preview is asked for
const LEAVE = 200; // milliseconds in which the pointer may cross over to the preview
const GAP = 6; // pixels between the citation and its preview
const EDGE = 8; // pixels between the preview and the edge of the window
const KEPT = 100;

const answers = new Map(); // by address

document.documentElement.classList.add("scripted");
for (const kind of ["dragover", "drop"]) {
	document.addEventListener(kind, (event) => {
		// The browser would open a file that is dropped beside its field in place of the page.
		if (event.dataTransfer.types.includes("Files") && !event.target.closest?.("[type=file]")) event.preventDefault();
	});
}
for (const box of document.querySelectorAll("input[data-suggest]")) combobox(box);
previews();

// Gives what an address answers, asked once; throws where there is no network, no such thing, or no wish any more.
async function answered(address, signal) {
	if (!answers.has(address)) {
		const answer = await fetch(address, { signal });
		if (!answer.ok) throw new Error(answer.statusText);
		if (answers.size >= KEPT) answers.clear();
		answers.set(address, await answer.text());
	}
	return answers.get(address);
}

function made(tag, attributes, text = "") {
	const element = document.createElement(tag);
	attribute(element, attributes);
	element.textContent = text;
	return element;
}

function attribute(element, attributes) {
	for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
}

// After the combobox pattern of the W3C's ARIA Authoring Practices: list autocomplete with manual selection.
function combobox(box) {
	const label = box.dataset.suggestLabel;
	const list = made("ul", { id: `${box.id}-predlogi`, role: "listbox", class: "suggestions", hidden: "", "aria-label": label });
	const status = made("p", { role: "status", class: "unseen" });
	let shown = [];
	let active = -1;
	let timer = 0;
	let asking = null;

	box.parentElement.append(list, status);
	attribute(box, { role: "combobox", "aria-autocomplete": "list", "aria-expanded": false, "aria-controls": list.id });
	box.addEventListener("input", () => {
		clearTimeout(timer);
		mark(-1); // a letter brings one back from the list to what is typed
		timer = setTimeout(ask, TYPED);
	});
	box.addEventListener("keydown", keyed);
	box.addEventListener("blur", close);
	list.addEventListener("pointerdown", (event) => event.preventDefault()); // the box keeps the focus
	list.addEventListener("click", (event) => {
		const option = event.target.closest("[role=option]");
		if (option) choose(shown[[...list.children].indexOf(option)]);
	});

	async function ask() {
		const typed = box.value.trim();
		asking?.abort();
		if (typed.length < SHORTEST) return close();
		asking = new AbortController();
		try {
			const answer = await answered(`${box.dataset.suggest}?q=${encodeURIComponent(typed)}`, asking.signal);
			if (box.value.trim() === typed && document.activeElement === box) show(JSON.parse(answer));
		} catch {
			// Another letter was typed, or there is no network: the box goes on without suggestions.
		}
	}

	function show({ suggestions, said }) {
		shown = suggestions;
		list.replaceChildren(...shown.map(option));
		mark(-1);
		open(shown.length > 0, said);
	}

	function option({ text, label: sort }, place) {
		const item = made("li", { role: "option", id: `${list.id}-${place}` });
		item.append(made("span", {}, text));
		if (sort) item.append(" ", made("span", { class: "quiet" }, sort));
		return item;
	}

	function open(isOpen, said) {
		list.hidden = !isOpen;
		box.setAttribute("aria-expanded", isOpen);
		status.textContent = said;
	}

	function close() {
		clearTimeout(timer);
		asking?.abort();
		mark(-1);
		open(false, "");
	}

	function mark(place) {
		active = place;
		[...list.children].forEach((item, at) => item.setAttribute("aria-selected", at === place));
		const option = list.children[place];
		option?.scrollIntoView({ block: "nearest" });
		if (option) box.setAttribute("aria-activedescendant", option.id);
		else box.removeAttribute("aria-activedescendant");
	}

	function choose({ address, ask: words }) {
		close();
		if (address) return location.assign(address);
		box.value = words;
		return box.form.requestSubmit();
	}

	function keyed(event) {
		if (event.isComposing || event.ctrlKey || event.metaKey) return;
		const isOpen = !list.hidden;
		const { key } = event;
		const step = { ArrowDown: 1, ArrowUp: -1 }[key];
		if (step || key === "Escape" || (key === "Enter" && isOpen && active >= 0)) event.preventDefault();
		else if (["ArrowLeft", "ArrowRight", "Home", "End"].includes(key)) return mark(-1);
		else return undefined;
		if (key === "Enter") return choose(shown[active]);
		if (key === "Escape" || (isOpen && event.altKey)) return isOpen ? close() : (box.value = "");
		if (!isOpen) return ask();
		// One place past either end is the box itself, so that what was typed can be gone back to.
		const places = shown.length + 1;
		return mark(((active + 1 + step + places) % places) - 1);
	}
}

// A preview shows while the pointer rests on a citation or it has the focus. The pointer may go into it; Escape puts it away.
function previews() {
	const box = made("div", { id: "predogled", class: "preview-box", role: "tooltip" });
	let shown = null;
	let timer = 0;

	for (const kind of ["pointerover", "focusin"]) document.addEventListener(kind, entered);
	for (const kind of ["pointerout", "focusout"]) document.addEventListener(kind, left);
	document.addEventListener("keydown", ({ key }) => key === "Escape" && close());
	window.addEventListener("resize", close);

	function entered({ target, pointerType }) {
		if (pointerType === "touch") return; // a finger goes straight to the article
		const link = target.closest?.("a[data-preview]");
		if (link || box.contains(target)) clearTimeout(timer);
		if (link && link !== shown) timer = setTimeout(open, REST, link);
	}

	function left({ relatedTarget: to }) {
		if (shown?.contains(to) || box.contains(to)) return;
		clearTimeout(timer);
		timer = setTimeout(close, LEAVE);
	}

	async function open(link) {
		const text = await answered(link.dataset.preview).catch(() => ""); // no network: the title stays
		if (!text || !link.matches(":hover, :focus")) return;
		close();
		box.replaceChildren(...new DOMParser().parseFromString(text, "text/html").body.childNodes);
		document.body.append(box);
		place(link);
		link.dataset.title = link.title;
		link.removeAttribute("title"); // the browser would show it over the preview
		link.setAttribute("aria-describedby", box.id);
		shown = link;
	}

	function place(link) {
		// Of a citation that is broken over lines, the part that is nearest to its end.
		const at = [...link.getClientRects()].pop() ?? link.getBoundingClientRect();
		const below = window.innerHeight - at.bottom;
		const x = Math.min(at.left, document.documentElement.clientWidth - box.offsetWidth - EDGE);
		const y = below > box.offsetHeight + GAP || below > at.top ? at.bottom + GAP : at.top - box.offsetHeight - GAP;
		box.style.left = `${Math.max(x, EDGE) + window.scrollX}px`;
		box.style.top = `${Math.max(y, EDGE) + window.scrollY}px`;
	}

	function close() {
		clearTimeout(timer);
		if (!shown) return;
		shown.title = shown.dataset.title;
		shown.removeAttribute("aria-describedby");
		shown = null;
		box.remove();
	}
}
