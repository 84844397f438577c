// Keys on pages that are read or reviewed, and buttons that copy; all of it can be done without. A key follows the link,
// or presses the button, that names it (aria-keyshortcuts); j and k go through passages or results where there are none,
// n and p through marked words. The keys can be switched off, which the browser remembers.

const STEPS = ".passage h3 a.place, .results h3 a, .found-title a";
const OFF = "kb-brez-tipk";
const TYPED = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable], [role=listbox]";
const dialog = document.querySelector("dialog#tipke");
const choice = document.querySelector("input[name=tipke]");
let at = -1; // the marked word that was gone to last

for (const fold of document.querySelectorAll("details.keys")) fold.hidden = false;
if (choice) {
	choice.checked = !kept((store) => store.getItem(OFF));
	choice.addEventListener("change", () => kept((store) => (choice.checked ? store.removeItem(OFF) : store.setItem(OFF, "1"))));
}

document.addEventListener("keydown", (event) => {
	const { target } = event;
	const key = event.key.length > 1 ? event.key : event.key.toLowerCase();
	if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || dialog?.open) return;
	if (target.closest(TYPED) || (choice && !choice.checked && key !== "?")) return;
	if (key.startsWith("Arrow") && target.closest(".scrolled, .filmstrip, summary")) return;
	if (done(key, event.repeat)) event.preventDefault();
});

function kept(work) {
	try {
		return work(localStorage);
	} catch {
		return null; // no storage: the keys are on, or as they are switched on this page
	}
}

function done(key, isRepeated) {
	if (key === "?" && dialog) return dialog.showModal(), true;
	if (key === "/") return focused(["#v-gradivu", "main input[type=search]", "input[type=search]"].map((one) => document.querySelector(one)).find(Boolean));
	if ((key === "n" || key === "p") && marked(key === "n" ? 1 : -1)) return true;
	const named = document.querySelector(`[aria-keyshortcuts~="${CSS.escape(key)}"]`);
	if (!named) return key === "j" ? stepped(1) : key === "k" && stepped(-1);
	if (named.matches("summary")) {
		named.parentElement.open = true;
		named.parentElement.querySelector("input:not([type=hidden])")?.focus();
	} else if (!isRepeated || named.matches("a")) {
		named.click();
	}
	return true;
}

function stepped(step) {
	const all = [...document.querySelectorAll(STEPS)];
	const here = all.findIndex((one) => one === document.activeElement || one.closest(".passage")?.contains(document.activeElement));
	const seen = here < 0 ? all.findIndex((one) => one.getBoundingClientRect().top > 1) - (step > 0 ? 1 : 0) : here;
	return focused(all[seen + step]);
}

function marked(step) {
	const all = [...document.querySelectorAll(".passage mark")];
	at += at < 0 && step < 0 ? 0 : step;
	if (!all[at]) return (at = step > 0 ? all.length : -1), false;
	all[at].tabIndex = -1;
	return focused(all[at]);
}

function focused(element) {
	if (!element) return false;
	element.focus();
	element.select?.();
	element.scrollIntoView({ block: "center" });
	return true;
}

for (const button of document.querySelectorAll("button[data-copy]")) {
	button.parentElement.hidden = !navigator.clipboard;
	button.addEventListener("click", async () => {
		await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent.trim());
		button.parentElement.querySelector("[role=status]").textContent = button.dataset.done;
	});
}

const strip = document.querySelector(".filmstrip");
const shown = strip?.querySelector("[aria-current]");
if (shown) strip.scrollLeft = shown.offsetLeft - strip.offsetLeft - (strip.clientWidth - shown.offsetWidth) / 2;

// What is selected in the text is offered as the sentence to link to.
document.addEventListener("selectionchange", () => {
	const chosen = getSelection();
	const field = document.getElementById("poudari");
	const said = String(chosen).trim().slice(0, 600);
	if (field && said && chosen.anchorNode?.parentElement?.closest(".passage-text")) field.value = said.replace(/\s+/g, " ");
});
