// After an @ the people of this thread are offered below the field: arrows move, Enter or Tab takes one, Escape closes.
// As the ARIA pattern for a combobox has it: the focus stays in the field, which names the option that is meant.
const BEGUN = /(?:^|[^\p{L}\p{N}_@/.:-])@([\p{L}\p{N}-]{0,59})$/u;
const PAUSE = 120;

export function completeMentions(form) {
  const { body, parent } = form.elements;
  const list = document.createElement("ul");
  list.className = "people";
  list.id = "people";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "People in this thread");
  const status = document.createElement("p");
  status.className = "hidden-words";
  status.setAttribute("role", "status");
  body.after(list, status);
  body.setAttribute("aria-autocomplete", "list");
  body.setAttribute("aria-haspopup", "listbox");
  body.setAttribute("aria-controls", list.id);
  let asked, timer, current = -1;

  const begun = () => body.selectionStart === body.selectionEnd ? body.value.slice(0, body.selectionStart).match(BEGUN)?.[1] : undefined;

  function close() {
    clearTimeout(timer);
    asked?.abort();
    list.hidden = true;
    status.textContent = "";
    body.removeAttribute("aria-activedescendant");
  }

  function mean(index) {
    list.children[current]?.removeAttribute("aria-selected");
    current = (index + list.children.length) % list.children.length;
    const option = list.children[current];
    option.setAttribute("aria-selected", "true");
    body.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  function take(option) {
    body.focus();
    body.setSelectionRange(body.selectionStart - begun().length, body.selectionStart);
    // `insertText` keeps the browser's undo.
    const words = `${option.dataset.handle} `;
    if (!document.execCommand("insertText", false, words)) body.setRangeText(words, body.selectionStart, body.selectionEnd, "end");
    close();
  }

  function offer(people) {
    list.replaceChildren(...people.map(({ handle, name }, index) => {
      const option = document.createElement("li");
      option.id = `person-${index}`;
      option.dataset.handle = handle;
      option.setAttribute("role", "option");
      const small = document.createElement("span");
      small.textContent = `@${handle}`;
      option.append(name, " ", small);
      return option;
    }));
    list.hidden = !people.length;
    if (!people.length) return close();
    status.textContent = `${people.length} ${people.length === 1 ? "person" : "people"}. Arrow keys to choose.`;
    mean(0);
  }

  async function ask(words) {
    asked?.abort();
    asked = new AbortController();
    const query = new URLSearchParams({ begun: words, parent: parent.value });
    try {
      const answer = await fetch(`${form.dataset.thread}names?${query}`, { headers: { Accept: "application/json" }, signal: asked.signal });
      if (answer.ok && begun() === words) offer((await answer.json()).people);
    } catch {
      // overtaken by the next letter, or no connection: nobody is offered
    }
  }

  body.addEventListener("input", () => {
    clearTimeout(timer);
    const words = begun();
    if (words === undefined) return close();
    timer = setTimeout(ask, PAUSE, words);
  });
  body.addEventListener("keydown", (event) => {
    if (list.hidden || event.isComposing) return;
    const acts = {
      ArrowDown: () => mean(current + 1),
      ArrowUp: () => mean(current - 1),
      Enter: () => take(list.children[current]),
      Tab: () => take(list.children[current]),
      Escape: close,
    };
    if (!acts[event.key] || event.shiftKey) return;
    event.preventDefault();
    acts[event.key]();
  });
  body.addEventListener("blur", close);
  // A press would end the typing before the click is heard.
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role='option']");
    if (option) take(option);
  });
}
