// What of the packages the desk uses. `npm run build` makes ../../static/vendor/editor.js of it.
export { autocompletion, closeBrackets, completionKeymap, snippet, startCompletion } from "@codemirror/autocomplete";
export { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
export { markdown, markdownKeymap, markdownLanguage } from "@codemirror/lang-markdown";
export { syntaxHighlighting } from "@codemirror/language";
export { highlightSelectionMatches, openSearchPanel, search, searchKeymap } from "@codemirror/search";
export { EditorState, RangeSet, StateEffect, StateField } from "@codemirror/state";
export { Decoration, EditorView, GutterMarker, drawSelection, gutter, highlightActiveLine, keymap } from "@codemirror/view";
export { tagHighlighter, tags } from "@lezer/highlight";
export { default as Turndown } from "turndown";
