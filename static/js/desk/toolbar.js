// The toolbar of the editor: one stop for Tab, arrows within it (WAI-ARIA Authoring Practices, "Toolbar").
import { FORMS } from "./forms-of-words.js";
import { put } from "./putting.js";

const isMac = /Mac|iPhone|iPad/.test(navigator.platform);
const spoken = (key) => key.replace("Mod", isMac ? "⌘" : "Ctrl").replace("Alt", isMac ? "⌥" : "Alt").replace(/-(.)$/, (_, last) => `-${last.toUpperCase()}`).replaceAll("-", "+");

// more: [{name, sign, key, pressed, run(button)}] after the forms of words.
export function toolbar(view, more) {
  const bar = document.createElement("div");
  bar.className = "editor-bar";
  bar.setAttribute("role", "toolbar");
  bar.setAttribute("aria-label", "Writing");
  const forms = FORMS.map((form) => ({ ...form, run: () => put(view, form) }));
  const buttons = [...forms, ...more].map(made);
  const help = keysHelp([...forms, ...more]);
  buttons.push(made({ name: "Keys", sign: "Keys", run: () => help.showModal() }));
  buttons.forEach((button, index) => (button.tabIndex = index ? -1 : 0));
  bar.append(...buttons);
  document.body.append(help);
  bar.addEventListener("keydown", (event) => {
    const now = buttons.indexOf(document.activeElement);
    const next = { ArrowRight: now + 1, ArrowLeft: now - 1, Home: 0, End: buttons.length - 1 }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    buttons[now].tabIndex = -1;
    const found = buttons.at(next % buttons.length);
    found.tabIndex = 0;
    found.focus();
  });
  return bar;
}

function made({ name, sign, key, pressed, run }) {
  const button = document.createElement("button");
  Object.assign(button, { type: "button", textContent: sign, title: key ? `${name} (${spoken(key)})` : name });
  button.setAttribute("aria-label", name);
  if (pressed !== undefined) button.setAttribute("aria-pressed", pressed);
  // A press would take the focus, and with it what is selected, from the words.
  button.addEventListener("pointerdown", (event) => event.preventDefault());
  button.addEventListener("click", () => run(button));
  return button;
}

function keysHelp(all) {
  const help = document.createElement("dialog");
  help.className = "editor-keys";
  help.setAttribute("aria-label", "Keys of the editor");
  const list = document.createElement("dl");
  const rows = all.filter(({ key }) => key).map(({ name, key }) => [spoken(key), name]);
  rows.push(["/", "At the start of a line: all that can be put there"], ["Tab", "On to the next field; within a block just put in, to its next gap"]);
  rows.push([`${isMac ? "⌘" : "Ctrl"}+Z`, "Undo"], [isMac ? "⌘+Alt+G" : "Alt+G", "Go to a line"], ["Shift+paste", "Paste as plain words"]);
  for (const [key, name] of rows) {
    const [term, said] = [document.createElement("dt"), document.createElement("dd")];
    term.textContent = key;
    said.textContent = name;
    list.append(term, said);
  }
  const way = document.createElement("form");
  way.method = "dialog";
  const shut = document.createElement("button");
  shut.textContent = "Close";
  way.append(shut);
  const title = document.createElement("h2");
  title.textContent = "Keys";
  help.append(title, list, way);
  return help;
}
