// Single keys on the page of a review: each does what the button or link with that data-key does. They can be switched
// off, which the browser remembers, and never work while something is typed. The page works without them.

const keys = document.querySelector(".keys");
const box = document.getElementById("tipke");
if (keys && box) listen();

function listen() {
	keys.hidden = false;
	try {
		box.checked = localStorage.getItem("kb-tipke") !== "0";
	} catch {
		box.checked = true;
	}
	box.addEventListener("change", () => {
		try {
			localStorage.setItem("kb-tipke", box.checked ? "1" : "0");
		} catch {
			// A browser that remembers nothing keeps it for this page.
		}
	});

	document.addEventListener("keydown", (event) => {
		if (!box.checked || event.repeat || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
		const at = event.target;
		if (at instanceof Element && at.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]")) return;
		const wanted = document.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
		if (!wanted || wanted.disabled) return;
		event.preventDefault();
		const fold = wanted.tagName === "SUMMARY" ? wanted.parentElement : null;
		if (fold) {
			fold.open = true;
			fold.querySelector("input:not([type=hidden])")?.focus();
		} else {
			wanted.click();
		}
	});
}
