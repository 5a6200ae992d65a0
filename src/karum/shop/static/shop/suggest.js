// Suggestions while typing in the hub's search: a combobox with a list box (WAI-ARIA 1.2, manual selection).
// Without this file the field is a plain search. It is fetched when somebody comes to the field (site/app.js).
"use strict";
(() => {
  const form = document.querySelector("form.search");
  const input = form.querySelector("input[type=search]");
  const list = document.createElement("ul");
  const said = document.createElement("p");
  const WAIT_MS = 120;
  let options = [], active = -1, timer = 0, asking = null;

  Object.assign(list, { id: "suggested", className: "search__list", hidden: true });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", form.dataset.suggested);
  said.className = "hush";
  said.setAttribute("role", "status");
  form.append(list, said);
  for (const [name, value] of Object.entries({
    role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id, "aria-expanded": "false",
  })) input.setAttribute(name, value);

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT_MS);
  });
  input.addEventListener("keydown", onKey);
  input.addEventListener("blur", close);
  list.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps the focus
  list.addEventListener("click", (event) => {
    const place = [...list.children].indexOf(event.target.closest("[role=option]"));
    if (place >= 0 && choose(place)) form.requestSubmit();
  });
  if (input.value && input === document.activeElement && input.value !== input.defaultValue) ask();

  async function ask() {
    asking?.abort();
    const typed = input.value.trim().toLowerCase();
    if (!typed) return close();
    asking = new AbortController();
    const { signal } = asking;
    try {
      const address = `${form.dataset.suggest}?${new URLSearchParams({ q: typed, in: form.dataset.in })}`;
      const answer = await fetch(address, { signal });
      if (!answer.ok) return close();
      show(await answer.json());
    } catch {
      if (!signal.aborted) close(); // no line: the search itself says so
    }
  }

  function show({ words, shelves, said: many }) {
    if (input !== document.activeElement) return;
    options = [...words.map((word) => ({ word })), ...shelves];
    list.replaceChildren(...options.map(({ word, name }, place) => {
      const item = document.createElement("li"), text = document.createElement("bdi");
      item.id = `suggested-${place}`;
      item.setAttribute("role", "option");
      text.textContent = word || name;
      item.append(text);
      if (name) {
        const kind = document.createElement("span");
        kind.className = "soft small push";
        kind.textContent = form.dataset.shelf;
        item.append(" ", kind);
      }
      return item;
    }));
    said.textContent = many;
    mark(-1);
    open(options.length > 0);
  }

  function open(yes) {
    list.hidden = !yes;
    input.setAttribute("aria-expanded", String(yes));
  }

  function close() {
    clearTimeout(timer);
    asking?.abort();
    said.textContent = "";
    mark(-1);
    open(false);
  }

  function mark(place) {
    list.children[active]?.removeAttribute("aria-selected");
    active = place;
    const item = list.children[active];
    if (!item) return input.removeAttribute("aria-activedescendant");
    item.setAttribute("aria-selected", "true");
    item.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", item.id);
  }

  /** Take an option; true when the form has to be sent for it. */
  function choose(place) {
    const { word, path } = options[place];
    close();
    if (path) location.assign(path);
    else input.value = word;
    return !path;
  }

  function onKey(event) {
    if (event.isComposing || list.hidden) {
      if (event.key === "ArrowDown" && !event.isComposing) ask();
      return;
    }
    const last = options.length - 1;
    if (event.key === "ArrowDown") mark(active >= last ? -1 : active + 1);
    else if (event.key === "ArrowUp") mark(active < 0 ? last : active - 1);
    else if (event.key === "Escape") close();
    else if (event.key === "Enter" && active >= 0) {
      if (choose(active)) return; // the form is sent with the word
    } else return;
    event.preventDefault();
  }
})();
