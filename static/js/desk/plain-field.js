// A surface (surface.js) over the form's own field.
export function plainField(area) {
  const lineOf = (place) => area.value.slice(0, place).split("\n").length;
  const startOf = (line) => area.value.split("\n").slice(0, line - 1).reduce((sum, words) => sum + words.length + 1, 0);
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
      const place = Math.min(startOf(line), area.value.length);
      area.focus();
      area.setSelectionRange(place, place);
      const height = parseFloat(getComputedStyle(area).lineHeight) || 24;
      area.scrollTop = Math.max(0, (line - 4) * height);
    },
    listen(onChange, onMove) {
      area.addEventListener("input", onChange);
      for (const kind of ["input", "keyup", "pointerup", "focus"]) area.addEventListener(kind, onMove);
    },
  };
}
