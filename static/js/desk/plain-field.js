// A surface (surface.js) over the form's own field.
export function plainField(area) {
  const lineOf = (place) => area.value.slice(0, place).split("\n").length;
  return {
    text: () => area.value,
    selection: () => ({
      from: area.selectionStart,
      to: area.selectionEnd,
      text: area.value.slice(area.selectionStart, area.selectionEnd),
    }),
    cursorLine: () => lineOf(area.selectionEnd),
    focus: () => area.focus(),
    setMarks() {},
    replace(from, to, words) {
      area.focus();
      area.setSelectionRange(from, to);
      // Deprecated, and the only way that keeps the browser's undo.
      if (document.execCommand("insertText", false, words)) return;
      area.setRangeText(words, from, to, "end");
      area.dispatchEvent(new Event("input", { bubbles: true }));
    },
    reveal(line) {
      const whole = area.value, lines = whole.split("\n").slice(0, line), upTo = lines.join("\n");
      // Where a line stands, with those before it wrapped, only the field knows: it is the end of the text up to there.
      area.value = upTo;
      const height = area.scrollHeight;
      area.value = whole;
      area.focus();
      area.setSelectionRange(upTo.length - lines.at(-1).length, upTo.length);
      area.scrollTop = height - area.clientHeight / 2;
    },
    listen(onChange, onMove) {
      area.addEventListener("input", onChange);
      for (const kind of ["input", "keyup", "pointerup", "focus"]) area.addEventListener(kind, onMove);
    },
  };
}
