// The verdicts of all quotations as the text is written: marks in the editor's margin, and the list of a drawer, where
// one that differs takes the source's words with one press.
import { answers } from "./answers.js";
import { surface } from "./surface.js";

const STANDS = ["verbatim", "elided", "marked"];
const form = document.querySelector("form[data-writing]");
const drawer = document.querySelector("#quotations");
const list = drawer.querySelector(".all"), summary = drawer.querySelector("summary");
const writing = surface(form);
let last = { quotations: [] }, of = "";

const startOf = (line) => of.split("\n").slice(0, line - 1).reduce((sum, words) => sum + words.length + 1, 0);
const endOf = (line) => startOf(line) + of.split("\n")[line - 1].length;

function mend({ ordinal, first, last: end, mended }) {
  if (ordinal === 0) {
    form.elements.gist.value = mended;
    form.elements.gist.dispatchEvent(new Event("input", { bubbles: true }));
  } else writing.replace(startOf(first), endOf(end), mended);
}

function mark(quotation) {
  const { line, first, last: end, verdict, told, advice, mended, ordinal } = quotation;
  const kind = verdict === "not-found" ? "error" : STANDS.includes(verdict) && !advice.length ? "ok" : "warn";
  return {
    line, kind, from: startOf(first), to: endOf(end), title: [told, ...advice].join(". "),
    action: mended ? () => writing.text() === of && mend(quotation) : () => look(ordinal),
  };
}

// What cannot be read says its lines: “Line 3: …”.
const wrong = (words) => [...words.matchAll(/Line (\d+): (.*?)(?= Line \d+: |$)/g)].map(([, line, title]) => (
  { line: Number(line), from: startOf(Number(line)), to: endOf(Number(line)), kind: "error", title, action: () => writing.reveal(Number(line)) }
));

function look(ordinal) {
  drawer.open = true;
  list.querySelectorAll("li")[last.quotations.findIndex((one) => one.ordinal === ordinal)]?.scrollIntoView({ block: "nearest" });
}

answers(form).onAnswer((answer, text) => {
  if (answer.refused) {
    if (text === writing.text() && answer.field === "body") {
      of = text;
      writing.setMarks(wrong(answer.refused).filter(({ line }) => line <= text.split("\n").length));
    }
    return;
  }
  [last, of] = [answer, text];
  if (list.innerHTML !== answer.list) list.innerHTML = answer.list;
  summary.textContent = `Quotations (${answer.quotations.length})`;
  writing.setMarks(answer.quotations.filter(({ line }) => line).map(mark));
});

list.addEventListener("click", (event) => {
  const link = event.target.closest("[data-line]"), button = event.target.closest("button");
  if (link) {
    event.preventDefault();
    const line = Number(link.dataset.line);
    if (line) writing.reveal(line);
    else form.elements.gist.focus();
  }
  if (!button) return;
  const found = last.quotations.find(({ ordinal }) => button.value === `mend ${ordinal}`);
  // Where words were typed since, the server mends what is sent.
  if (!found || writing.text() !== of) return;
  event.preventDefault();
  mend(found);
});
