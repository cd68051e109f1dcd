// The keys of the editor. Tab is left to the page, so that one can leave the field with it.
import { completionKeymap, defaultKeymap, historyKeymap, keymap, markdownKeymap, searchKeymap } from "../../vendor/editor.js";
import { FORMS } from "./forms-of-words.js";
import { put } from "./putting.js";

export const keys = keymap.of([
  ...FORMS.filter(({ key }) => key).map((form) => ({ key: form.key, run: (view) => put(view, form), preventDefault: true })),
  ...completionKeymap, ...markdownKeymap, ...searchKeymap, ...historyKeymap, ...defaultKeymap,
]);
