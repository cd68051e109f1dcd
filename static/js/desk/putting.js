// Puts a form of words (forms-of-words.js) into the editor's view, around or in place of what is selected.
import { snippet } from "../../vendor/editor.js";
import { firstStatement } from "./forms-of-words.js";
import { pickPictures } from "./pictures.js";

export function put(view, form) {
  if (form.pick) pickPictures(view);
  else if (form.footnote) footnote(view);
  else if (form.block) block(view, form.block);
  else if (form.wrap) wrap(view, ...form.wrap);
  else start(view, form.start);
  view.focus();
  return true;
}

// Put again, it is taken away.
function wrap(view, before, after) {
  const { from, to } = view.state.selection.main;
  // At the end of words that have it, one steps out of them.
  if (from === to && !view.state.sliceDoc(Math.max(0, from - before.length), from).endsWith(before) && view.state.sliceDoc(to, to + after.length) === after)
    return view.dispatch({ selection: { anchor: to + after.length } });
  const around = view.state.sliceDoc(Math.max(0, from - before.length), from) === before && view.state.sliceDoc(to, to + after.length) === after;
  const changes = around
    ? [{ from: from - before.length, to: from }, { from: to, to: to + after.length }]
    : [{ from, insert: before }, { from: to, insert: after }];
  const shift = around ? -before.length : before.length;
  // A link's address is what is typed next, where there are words to link.
  const address = !around && from < to && after.startsWith("](");
  const selection = address ? { anchor: to + shift + 2, head: to + shift + after.length - 1 } : { anchor: from + shift, head: to + shift };
  view.dispatch({ changes, selection, userEvent: "input", scrollIntoView: true });
}

function start(view, mark) {
  const { doc, selection } = view.state;
  const [first, last] = [doc.lineAt(selection.main.from).number, doc.lineAt(selection.main.to).number];
  const lines = Array.from({ length: last - first + 1 }, (_, index) => doc.line(first + index));
  const has = lines.every(({ text }) => text.startsWith(mark));
  view.dispatch({
    changes: lines.map(({ from }) => (has ? { from, to: from + mark.length } : { from, insert: mark })),
    userEvent: "input",
  });
}

export function block(view, template, from = view.state.selection.main.from, to = view.state.selection.main.to) {
  const { doc } = view.state;
  const [before, after] = [doc.sliceString(0, from), doc.sliceString(to)];
  const lead = !before || before.endsWith("\n\n") ? "" : before.endsWith("\n") ? "\n" : "\n\n";
  const tail = after.startsWith("\n") || !after ? "\n" : "\n\n";
  snippet(lead + template.replace("URL", firstStatement()) + tail)(view, null, from, to);
}

function footnote(view) {
  const { doc, selection } = view.state;
  const used = [...doc.toString().matchAll(/\[\^(\d+)\]/g)].map(([, number]) => Number(number));
  const number = Math.max(0, ...used) + 1;
  const [at, end] = [selection.main.to, doc.length];
  const lead = doc.toString().endsWith("\n") ? "\n" : "\n\n";
  const [sign, words] = [`[^${number}]`, `${lead}[^${number}]: `];
  view.dispatch({
    changes: [{ from: at, insert: sign }, { from: end, insert: words }],
    selection: { anchor: end + sign.length + words.length },
    scrollIntoView: true,
    userEvent: "input",
  });
}
