// "/" at the start of a line offers what can be put there.
import { autocompletion } from "../../vendor/editor.js";
import { FORMS } from "./forms-of-words.js";
import { put } from "./putting.js";

const options = FORMS.filter(({ slash }) => slash).map((form) => ({
  label: `/${form.slash}`,
  detail: form.detail,
  apply(view, completion, from, to) {
    view.dispatch({ changes: { from, to }, selection: { anchor: from } });
    put(view, form);
  },
}));

function offered(context) {
  const typed = context.matchBefore(/\/[a-z]*/);
  if (!typed || context.state.doc.lineAt(typed.from).from !== typed.from) return null;
  return { from: typed.from, options, validFor: /^\/[a-z]*$/ };
}

export const slashMenu = autocompletion({ override: [offered], icons: false, interactionDelay: 0 });
