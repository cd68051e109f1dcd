// Marks in the editor's margin, and below the words they are about: setMarks of surface.js.
import { Decoration, EditorView, GutterMarker, RangeSet, StateEffect, StateField, gutter } from "../../vendor/editor.js";

const SIGNS = { ok: "✓", warn: "!", error: "✗" };

export const setMarks = StateEffect.define();

class Mark extends GutterMarker {
  constructor(mark) {
    super();
    this.mark = mark;
  }
  eq(other) {
    return other.mark === this.mark;
  }
  toDOM() {
    const { kind, title, action } = this.mark;
    const shown = document.createElement(action ? "button" : "span");
    if (action) {
      shown.type = "button";
      shown.addEventListener("click", action);
    } else shown.setAttribute("role", "img");
    shown.className = `mark is-${kind}`;
    shown.textContent = SIGNS[kind] ?? "•";
    shown.title = title;
    shown.setAttribute("aria-label", title);
    return shown;
  }
}

function made(marks, doc) {
  const inside = marks.filter(({ line }) => line >= 1 && line <= doc.lines);
  const words = inside.filter(({ from, to }) => from < to && to <= doc.length);
  return {
    margin: RangeSet.of(inside.map((mark) => new Mark(mark).range(doc.line(mark.line).from)), true),
    words: Decoration.set(words.map(({ from, to, kind, title }) => Decoration.mark({ class: `marked is-${kind}`, attributes: { title } }).range(from, to)), true),
  };
}

const field = StateField.define({
  create: () => ({ margin: RangeSet.empty, words: Decoration.none }),
  update(value, { docChanged, changes, effects, state }) {
    for (const effect of effects) if (effect.is(setMarks)) return made(effect.value, state.doc);
    return docChanged ? { margin: value.margin.map(changes), words: value.words.map(changes) } : value;
  },
  provide: (own) => EditorView.decorations.from(own, ({ words }) => words),
});

export const marks = [field, gutter({ class: "margin-marks", markers: (view) => view.state.field(field).margin })];
