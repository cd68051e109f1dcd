// Words selected in a statement beside the editor become a quotation at the cursor; a field finds paragraphs by their words.
import { surface } from "./desk/surface.js";

const editor = surface(document.querySelector("#writing"));

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
  editor.insert(`/// quote | ${hand.dataset.url}\n${which}${words}\n///`, { block: true });
}
