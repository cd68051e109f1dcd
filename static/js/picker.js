// Words selected in a statement beside the editor become a quotation at the cursor; a field finds paragraphs by their words.
const body = document.querySelector("#body");

for (const hand of document.querySelectorAll(".at-hand")) {
  const items = [...hand.querySelectorAll("li")];
  const search = document.createElement("input");
  search.type = "search";
  search.placeholder = "Find in the statement";
  search.setAttribute("aria-label", "Find in the statement");
  search.addEventListener("input", () => {
    const sought = search.value.trim().toLowerCase();
    for (const item of items) item.hidden = !item.textContent.toLowerCase().includes(sought);
  });
  const button = document.createElement("button");
  button.type = "button";
  button.className = "second";
  button.textContent = "Quote the selected words";
  // A press would end the selection before the click is heard.
  button.addEventListener("pointerdown", (event) => event.preventDefault());
  button.addEventListener("click", () => quote(hand, items));
  hand.querySelector("summary").after(search, button);
}

function quote(hand, items) {
  const selection = getSelection();
  const item = selection.anchorNode?.parentElement?.closest("li");
  const words = selection.toString().replace(/\s+/g, " ").trim();
  if (!words || !item || !hand.contains(item)) return;
  const times = items.reduce((count, other) => count + other.textContent.split(words).length - 1, 0);
  const which = times > 1 ? `    paragraph: ${item.value}\n\n` : "";
  insert(`/// quote | ${hand.dataset.url}\n${which}${words}\n///\n`);
}

// A block stands alone: an empty line before and after it. `insertText` keeps the browser's undo.
function insert(block) {
  body.focus();
  const before = body.value.slice(0, body.selectionStart);
  const after = body.value.slice(body.selectionEnd);
  const lead = !before || before.endsWith("\n\n") ? "" : before.endsWith("\n") ? "\n" : "\n\n";
  const text = lead + block + (after.startsWith("\n") || !after ? "" : "\n");
  if (!document.execCommand("insertText", false, text)) body.setRangeText(text, body.selectionStart, body.selectionEnd, "end");
}
