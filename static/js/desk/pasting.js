// What is pasted: an address over words makes a link, an address alone asks what it shall be, a page's words become
// Markdown, files go to the library. Pasted with Shift it stays as it is (the browser then gives the text alone).
import { EditorView, Turndown } from "../../vendor/editor.js";
import { ask } from "./asking.js";
import { takePictures } from "./pictures.js";
import { block } from "./putting.js";
import { filesOf } from "./uploading.js";

const ADDRESS = /^https?:\/\/\S+$/;
// What tells words with a form from words that a program only coloured.
const FORMED = "a[href], strong, b, em, i, h1, h2, h3, h4, ul, ol, blockquote, table, pre, code, img";
const turndown = new Turndown({ headingStyle: "atx", codeBlockStyle: "fenced", bulletListMarker: "-", emDelimiter: "*" });
turndown.remove(["script", "style", "template", "noscript"]);

export function toMarkdown(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  return page.querySelector(FORMED) ? turndown.turndown(page.body) : "";
}

const write = (view, from, to, insert) =>
  view.dispatch({ changes: { from, to, insert }, selection: { anchor: from + insert.length }, userEvent: "input.paste", scrollIntoView: true });

function paste(event, view) {
  const files = filesOf(event.clipboardData);
  const words = event.clipboardData.getData("text/plain").trim();
  const { from, to } = view.state.selection.main;
  if (files.length && !words) takePictures(view, files);
  else if (ADDRESS.test(words) && from < to) write(view, from, to, `[${view.state.sliceDoc(from, to)}](${words})`);
  else if (ADDRESS.test(words) && !view.state.doc.lineAt(from).text.trim()) address(view, from, words);
  else {
    const made = toMarkdown(event.clipboardData.getData("text/html"));
    if (!made) return false;
    write(view, from, to, made);
  }
  event.preventDefault();
  return true;
}

// It stands there as it is until one says what it shall be.
function address(view, from, url) {
  write(view, from, from, url);
  const to = from + url.length;
  const as = (template) => () => block(view, template, from, to);
  ask(view, "This address as:", [
    ["Link", () => write(view, from, to, `<${url}>`)],
    ["Quote", as(`/// quote | ${url}\n\${words}\n///`)],
    ["Statement", as(`/// statement | ${url}\n///`)],
    ["Player or card", as(`/// embed | ${url}\n///`)],
  ]);
}

function drop(event, view) {
  const files = filesOf(event.dataTransfer);
  if (!files.length) return false;
  event.preventDefault();
  const at = view.posAtCoords({ x: event.clientX, y: event.clientY });
  if (at !== null) view.dispatch({ selection: { anchor: at } });
  takePictures(view, files);
  return true;
}

export const pasting = EditorView.domEventHandlers({ paste, drop });
