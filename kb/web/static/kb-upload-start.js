// The form that begins an upload: with scripts files are chosen on the next page, where sending outlives a lost connection.

const form = document.querySelector("[data-start]");
if (form) lead();

function lead() {
	form.classList.add("scripted");
	for (const input of form.querySelectorAll("input[type=file]")) input.disabled = true;
	const hint = form.querySelector("[data-hint]");
	for (const kind of ["dragover", "drop"]) {
		document.addEventListener(kind, (event) => {
			if (![...(event.dataTransfer?.types ?? [])].includes("Files")) return;
			event.preventDefault(); // or the browser would open the file in place of the page
			event.dataTransfer.dropEffect = "none";
			hint.setAttribute("role", "alert");
			form.querySelector("button[type=submit]").focus();
		});
	}
}
