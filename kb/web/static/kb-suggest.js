// Suggestions under a search box, after the combobox pattern of the W3C's ARIA Authoring Practices (list autocomplete
// with manual selection). The page works without it: the box is an ordinary one until this runs.
"use strict";

(() => {
  const PAUSE = 120; // milliseconds without a key before the server is asked
  const SHORTEST = 2;
  const KEPT = 100;

  for (const box of document.querySelectorAll("input[data-suggest]")) combobox(box);

  function combobox(box) {
    const answers = new Map();
    const list = made("ul", { id: `${box.id}-predlogi`, role: "listbox", class: "suggestions", hidden: "" });
    const status = made("p", { role: "status", class: "unseen" });
    let shown = [];
    let active = -1;
    let timer = 0;
    let asking = null;

    list.setAttribute("aria-label", box.dataset.suggestLabel);
    box.parentElement.append(list, status);
    for (const [name, value] of Object.entries({
      role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id,
      "aria-haspopup": "listbox",
    })) box.setAttribute(name, value);

    box.addEventListener("input", () => {
      clearTimeout(timer);
      mark(-1); // a letter brings one back from the list to what is typed
      timer = setTimeout(ask, PAUSE);
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
      try {
        if (!answers.has(typed)) {
          asking = new AbortController();
          const address = `${box.dataset.suggest}?q=${encodeURIComponent(typed)}`;
          const answer = await fetch(address, { signal: asking.signal, headers: { Accept: "application/json" } });
          if (!answer.ok) return close();
          if (answers.size >= KEPT) answers.clear();
          answers.set(typed, await answer.json());
        }
      } catch {
        return undefined; // another letter was typed, or there is no network: the box goes on without suggestions
      }
      if (box.value.trim() === typed && document.activeElement === box) show(answers.get(typed));
      return undefined;
    }

    function show(answer) {
      shown = answer.suggestions;
      list.replaceChildren(...shown.map(option));
      mark(-1);
      list.hidden = shown.length === 0;
      box.setAttribute("aria-expanded", String(shown.length > 0));
      status.textContent = answer.said;
    }

    function option(suggestion, place) {
      const item = made("li", { role: "option", id: `${list.id}-${place}`, "aria-selected": "false" });
      item.append(made("span", {}, suggestion.text));
      if (suggestion.label) item.append(" ", made("span", { class: "quiet" }, suggestion.label));
      return item;
    }

    function close() {
      clearTimeout(timer);
      asking?.abort();
      list.hidden = true;
      mark(-1);
      box.setAttribute("aria-expanded", "false");
      status.textContent = "";
    }

    function mark(place) {
      active = place;
      [...list.children].forEach((item, at) => item.setAttribute("aria-selected", String(at === place)));
      if (place < 0) return box.removeAttribute("aria-activedescendant");
      list.children[place].scrollIntoView({ block: "nearest" });
      return box.setAttribute("aria-activedescendant", list.children[place].id);
    }

    function choose(suggestion) {
      close();
      if (suggestion.address) {
        location.assign(suggestion.address);
      } else {
        box.value = suggestion.ask;
        box.form.requestSubmit();
      }
    }

    function keyed(event) {
      if (event.isComposing || event.ctrlKey || event.metaKey) return;
      const open = !list.hidden;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        if (!open) {
          ask();
        } else if (!event.altKey) {
          const step = event.key === "ArrowDown" ? 1 : -1;
          // One place past either end is the box itself, so that what was typed can be gone back to.
          const places = shown.length + 1;
          mark(((active + 1 + step + places) % places) - 1);
        } else if (event.key === "ArrowUp") {
          close();
        }
      } else if (event.key === "Enter" && open && active >= 0) {
        event.preventDefault();
        choose(shown[active]);
      } else if (event.key === "Escape") {
        event.preventDefault();
        if (open) close();
        else box.value = "";
      } else if (["ArrowLeft", "ArrowRight", "Home", "End"].includes(event.key)) {
        mark(-1);
      }
    }
  }

  function made(tag, attributes, text = "") {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.textContent = text;
    return element;
  }
})();
