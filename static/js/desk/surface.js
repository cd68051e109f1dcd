// The one way in which scripts touch the words of the editor. surface(form) → the same object for the same form:
//   text()                        all of them
//   insert(markdown, {block})     at the cursor, in place of what is selected; a block stands alone, empty lines around it
//   replace(from, to, markdown)   the characters from..to, the cursor left after them
//   selection()                   {from, to, text}
//   cursorLine()                  counted from 1
//   reveal(line)                  shows that line, selected
//   view                          CodeMirror's view; a plain field has none
//   onChange(fn), onCursor(fn)    fn(text) after a change; fn(line) when the cursor comes to another line
//   setMarks(marks)               marks in the margin: [{line, from, to, kind, title, action}], in place of those before;
//                                 kind "ok", "warn" or "error"; action() when it is pressed. A plain field shows none.
// The form's field is in step after each change, so that saving needs no script.
import { codeField } from "./code-field.js";
import { plainField } from "./plain-field.js";

const known = new WeakMap();

export function surface(form) {
  if (!known.has(form)) known.set(form, make(form));
  return known.get(form);
}

function make(form) {
  const field = begun(form.elements.body);
  const changed = [], moved = [];
  let line = field.cursorLine();
  field.listen(
    () => changed.forEach((fn) => fn(field.text())),
    () => {
      if (field.cursorLine() === line) return;
      line = field.cursorLine();
      moved.forEach((fn) => fn(line));
    },
  );
  return {
    ...field,
    insert(markdown, { block = false } = {}) {
      const { from, to } = field.selection();
      field.replace(from, to, block ? alone(field.text(), from, to, markdown) : markdown);
      field.focus();
    },
    onChange: (fn) => changed.push(fn),
    onCursor: (fn) => moved.push(fn),
  };
}

// A browser that CodeMirror cannot work in has the plain field.
function begun(area) {
  try {
    return codeField(area);
  } catch {
    return plainField(area);
  }
}

// With the empty lines that a block needs before and after it there.
function alone(text, from, to, block) {
  const [before, after] = [text.slice(0, from), text.slice(to)];
  const lead = !before || before.endsWith("\n\n") ? "" : before.endsWith("\n") ? "\n" : "\n\n";
  const tail = !after || after.startsWith("\n\n") ? "\n" : after.startsWith("\n") ? "\n" : "\n\n";
  return lead + block.trim() + tail;
}
