// What the server makes of the text in the editor, asked for after each change: the same page and the same verdicts that
// saving would make. answers(form) → the same object for the same form:
//   onAnswer(fn)   fn(answer, text): html, lines, blocks, quotations, list; or {refused, field} where it cannot be shown
//   want(view)     what `html` is to be: "page", "feed", "card", or "none" while nobody looks
import { surface } from "./surface.js";

const ADDRESS = "/admin/posts/preview";
// Milliseconds after a key: while somebody looks, and while only the verdicts are wanted.
const SOON = 60;
const LATER = 900;
const UNREACHED = "The preview is as it was: the server can’t be reached. It is tried again when you type on.";
const SIGNED_OUT = "The preview is as it was: you are signed out. Sign in in another tab, then type on.";

const known = new WeakMap();

export function answers(form) {
  if (!known.has(form)) known.set(form, make(form));
  return known.get(form);
}

function make(form) {
  const told = [], writing = surface(form);
  let view = "none", timer, inFlight;

  async function ask() {
    inFlight?.abort();
    const mine = (inFlight = new AbortController());
    const body = new FormData(form), text = writing.text();
    body.set("body", text);
    body.set("view", view);
    const answer = await sent(body, mine.signal);
    if (mine === inFlight && answer) told.forEach((fn) => fn(answer, text));
  }

  const plan = () => {
    clearTimeout(timer);
    timer = setTimeout(ask, view === "none" ? LATER : SOON);
  };
  writing.onChange(plan);
  form.addEventListener("input", plan);
  plan();
  return {
    onAnswer: (fn) => told.push(fn),
    want(chosen) {
      view = chosen;
      clearTimeout(timer);
      ask();
    },
  };
}

// The answer; nothing where a newer question took the place of this one.
async function sent(body, signal) {
  try {
    const answer = await fetch(ADDRESS, { method: "POST", body, signal, redirect: "error", headers: { Accept: "application/json" } });
    if (answer.ok) return await answer.json();
    if ([400, 401, 403].includes(answer.status)) return { refused: SIGNED_OUT };
    if (answer.status >= 500) return { refused: UNREACHED };
    const { detail, field } = await answer.json();
    return { refused: detail, field };
  } catch (error) {
    return error.name === "AbortError" ? null : { refused: UNREACHED };
  }
}
