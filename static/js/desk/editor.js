// The writing surface: what stands around the words. Saving, preview and all else work on the form's field (surface.js).
import { openSearchPanel } from "../../vendor/editor.js";
import { counted } from "./counting.js";
import { surface } from "./surface.js";
import { toolbar } from "./toolbar.js";

const form = document.querySelector("form[data-writing]");
const editor = surface(form);

if (editor.view) {
  const { dom } = editor.view;
  const [asks, says, words] = ["editor-asks", "editor-says", "editor-words"].map((name) => {
    const line = document.createElement("div");
    line.className = name;
    return line;
  });
  asks.setAttribute("role", "group");
  asks.setAttribute("aria-label", "What was pasted");
  says.setAttribute("role", "status");
  dom.before(toolbar(editor.view, [
    { name: "Find and replace", sign: "Find", key: "Mod-f", run: () => openSearchPanel(editor.view) },
    { name: "Only the words", sign: "Focus", key: "Mod-Alt-f", pressed: false, run: focusMode },
  ]), asks);
  dom.after(says, words);
  const show = (text) => {
    const { own, reposted } = counted(text, atHand());
    words.textContent = `${own.toLocaleString("en")} word${own === 1 ? "" : "s"} of your own, ${reposted.toLocaleString("en")} reposted`;
  };
  show(editor.text());
  editor.onChange(show);
  form.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.altKey && event.code === "KeyF") {
      event.preventDefault();
      form.querySelector("[aria-pressed]").click();
    }
  });
}

function atHand() {
  const texts = {};
  for (const hand of document.querySelectorAll(".at-hand")) {
    texts[hand.dataset.url] = [...hand.querySelectorAll("li")].map((item) => [item.value, item.textContent]);
  }
  return texts;
}

function focusMode(button) {
  const isOn = document.documentElement.classList.toggle("only-words");
  button.setAttribute("aria-pressed", isOn);
  editor.focus();
}
