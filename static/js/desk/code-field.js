// A surface (surface.js) over CodeMirror, in place of the form's own field, which is kept in step with it.
import * as cm from "../../vendor/editor.js";
import { highlighting, language } from "./highlighting.js";
import { keys } from "./keys.js";
import { marks, setMarks } from "./marks.js";
import { pasting } from "./pasting.js";
import { slashMenu } from "./slash-menu.js";

export function codeField(area) {
  const told = { change: [], move: [] };
  const view = new cm.EditorView({
    doc: area.value,
    extensions: [
      cm.history(), cm.drawSelection(), cm.highlightActiveLine(), cm.closeBrackets(), cm.EditorView.lineWrapping,
      cm.search({ top: true }), cm.highlightSelectionMatches(),
      language, highlighting, slashMenu, marks, pasting, keys,
      cm.EditorView.contentAttributes.of(attributes(area)),
      cm.EditorView.updateListener.of((update) => {
        if (update.docChanged) pass(update.state, area, told);
        if (update.docChanged || update.selectionSet) told.move.forEach((fn) => fn());
      }),
    ],
  });
  replaceField(area, view);
  return methods(view, told);
}

// Named and described as the field is; the browser's own spell check reads it.
function attributes(area) {
  const label = area.labels[0];
  label.id ||= `${area.id}-label`;
  const described = area.getAttribute("aria-describedby");
  return {
    // Links to the field by its id lead here.
    id: area.id, tabindex: "0", "aria-labelledby": label.id, spellcheck: "true", autocorrect: "on", autocapitalize: "sentences",
    ...(described ? { "aria-describedby": described } : {}),
    ...(area.getAttribute("aria-invalid") ? { "aria-invalid": "true" } : {}),
  };
}

function replaceField(area, view) {
  area.hidden = true;
  area.removeAttribute("id");
  // A field that is not seen cannot be asked for by the browser; the server asks for it.
  area.required = false;
  area.after(view.dom);
  document.getElementById(view.contentDOM.getAttribute("aria-labelledby")).addEventListener("click", () => view.focus());
  if (document.activeElement === area || area.autofocus) view.focus();
  // What the browser brings back by itself when one returns to the page.
  addEventListener("pageshow", () => {
    if (area.value !== view.state.doc.toString()) view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: area.value } });
  });
}

function pass(state, area, told) {
  area.value = state.doc.toString();
  area.dispatchEvent(new Event("input", { bubbles: true }));
  told.change.forEach((fn) => fn());
}

function methods(view, told) {
  const chosen = () => view.state.selection.main;
  return {
    view,
    text: () => view.state.doc.toString(),
    selection: () => ({ from: chosen().from, to: chosen().to, text: view.state.sliceDoc(chosen().from, chosen().to) }),
    cursorLine: () => view.state.doc.lineAt(chosen().head).number,
    focus: () => view.focus(),
    setMarks: (list) => view.dispatch({ effects: setMarks.of(list) }),
    replace(from, to, words) {
      const insert = view.state.toText(words);
      view.dispatch({ changes: { from, to, insert }, selection: { anchor: from + insert.length }, scrollIntoView: true, userEvent: "input" });
    },
    reveal(line) {
      const { from, to } = view.state.doc.line(Math.max(1, Math.min(line, view.state.doc.lines)));
      view.dispatch({ selection: { anchor: from, head: to }, effects: cm.EditorView.scrollIntoView(from, { y: "center" }) });
      view.focus();
    },
    listen(onChange, onMove) {
      told.change.push(onChange);
      told.move.push(onMove);
    },
  };
}
