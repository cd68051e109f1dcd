// The preview beside the editor: what readers, feeds and links elsewhere will show, as the text is written.
import { answers } from "./answers.js";
import { colour, fill, follow, listen } from "./frame.js";
import { surface } from "./surface.js";

const KEPT = "preview beside";
// CSS pixels: a usual phone, and a screen on which the notes stand beside the statement.
const WIDTHS = { phone: 390, desktop: 1200 };

const form = document.querySelector("form[data-writing]");
const pane = document.querySelector("#beside");
const frame = pane.querySelector("iframe");
const status = pane.querySelector("[role=status]");
const button = form.querySelector("button[value='preview']");
const writing = surface(form), asked = answers(form);
const chosen = (name) => pane.querySelector(`[name=${name}]`).value;
const page = () => frame.contentDocument;

let last;

function show() {
  if (pane.hidden || !last || !page()?.querySelector("main")) return;
  const place = page().defaultView.scrollY;
  fill(page(), last);
  page().defaultView.scrollTo(0, place);
  if (chosen("view") === "page") follow(page(), writing.cursorLine());
}

// The frame has the width that was chosen, and is made smaller to fit.
function fit() {
  const room = pane.querySelector(".window"), width = WIDTHS[chosen("width")];
  const scale = Math.min(1, room.clientWidth / width);
  const left = Math.max(0, (room.clientWidth - width * scale) / 2);
  Object.assign(frame.style, { width: `${width}px`, height: `${room.clientHeight / scale}px`, scale, left: `${left}px`, transformOrigin: "0 0" });
}

function open(isOpen) {
  pane.hidden = !isOpen;
  pane.parentElement.classList.toggle("has-preview", isOpen);
  button.setAttribute("aria-expanded", isOpen);
  try {
    localStorage.setItem(KEPT, isOpen ? "open" : "");
  } catch {
    // nothing is kept here
  }
  if (isOpen && !frame.src) frame.src = frame.dataset.src;
  if (isOpen) fit();
  asked.want(isOpen ? chosen("view") : "none");
}

asked.onAnswer((answer) => {
  status.textContent = answer.refused ?? "";
  pane.classList.toggle("is-old", Boolean(answer.refused));
  if (answer.refused || !answer.html) return;
  last = answer;
  show();
});
writing.onCursor((line) => !pane.hidden && chosen("view") === "page" && page() && follow(page(), line));
frame.addEventListener("load", () => {
  listen(page(), (line) => writing.reveal(line));
  colour(page(), chosen("scheme"));
  show();
});
pane.addEventListener("change", ({ target }) => {
  if (target.name === "view") asked.want(target.value);
  if (target.name === "width") fit();
  if (target.name === "scheme") colour(page(), target.value);
});
pane.querySelector("button").addEventListener("click", () => {
  open(false);
  button.focus();
});
button.setAttribute("aria-controls", pane.id);
button.addEventListener("click", (event) => {
  event.preventDefault();
  open(pane.hidden);
  pane.scrollIntoView({ block: "nearest" });
});
new ResizeObserver(fit).observe(pane.querySelector(".window"));

let isWanted = false;
try {
  isWanted = localStorage.getItem(KEPT) === "open" && innerWidth >= 1000;
} catch {
  // nothing is kept here
}
open(isWanted);
