// What the page of an upload shows: words and numbers of its language, lists of what is being sent and what has a fault.

const MOST_SHOWN = 200;
const UNITS = [[1024 ** 3, "GB"], [1024 ** 2, "MB"], [1024, "kB"]];

// Gives what puts numbers into sentences: a form of a word for each number, sizes, times.
function wording(words, lang) {
	const plural = new Intl.PluralRules(lang);
	const decimal = new Intl.NumberFormat(lang, { maximumFractionDigits: 1 });
	const count = (number) => decimal.format(number);

	function forms(word, number) {
		return filled(word[plural.select(number)] ?? word.other, { count: count(number) });
	}

	function size(bytes) {
		const [unit, name] = UNITS.find(([least]) => bytes >= least) ?? [1, "B"];
		const amount = bytes / unit;
		return `${count(amount < 100 ? Math.round(amount * 10) / 10 : Math.round(amount))} ${name}`;
	}

	function lasting(seconds) {
		if (seconds < 60) return words.under_minute;
		if (seconds < 5400) return filled(words.minutes, { count: count(Math.round(seconds / 60)) });
		return filled(words.hours, { count: count(Math.round(seconds / 360) / 10) });
	}

	return { filled, forms, count, size, lasting };
}

function filled(text, values) {
	return text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

// Shows the files that are being sent, each with its bytes; what is there already is changed, not made anew.
function showActive(list, active, { words, size }) {
	const kept = new Set(active.map(itemId));
	for (const item of [...list.children]) if (!kept.has(item.id)) item.remove();
	for (const task of active) {
		const item = document.getElementById(itemId(task)) ?? list.appendChild(newItem(task));
		const came = Math.min(task.file.size, task.row.offset + task.loaded);
		item.children[1].max = Math.max(1, task.file.size);
		item.children[1].value = came;
		item.children[2].textContent = task.row.stage === "checking" ? words.checking : `${size(came)} / ${size(task.file.size)}`;
	}
}

function itemId(task) {
	return `poslana-${task.id}`;
}

function newItem(task) {
	const item = made("li", { id: itemId(task) });
	item.append(made("span", { class: "file" }, task.name), made("progress", { "aria-label": task.name }), made("span", { class: "quiet" }));
	return item;
}

// Shows the files that were not taken, each with its reason, and a button where trying again may help.
function showProblems(list, problems, { words, faultOf }) {
	const mark = problems.map((task) => `${task.id}:${faultOf(task)}`).join("\n");
	if (list.dataset.mark === mark) return;
	list.dataset.mark = mark;
	list.replaceChildren(...problems.slice(0, MOST_SHOWN).map((task) => {
		const item = made("li", {});
		item.append(made("strong", { class: "file" }, task.name), " ", made("span", {}, faultOf(task)));
		if (task.fault ? task.file : task.row?.reason === "no-room") {
			const label = `${words.again} – ${task.name}`;
			item.append(" ", made("button", { type: "button", class: "plain", "data-task": task.id, "aria-label": label }, words.again));
		}
		return item;
	}));
}

function made(tag, attributes, text = "") {
	const element = document.createElement(tag);
	for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
	element.textContent = text;
	return element;
}

window.kbUpload = Object.assign(window.kbUpload ?? {}, { wording, showActive, showProblems });
