// What is typed and not sent yet stays in this browser: one draft for each thread, comment that is answered there, and
// person. The server names the form that it took by a cookie; then its draft goes.
const PREFIX = "draft ";
const DAYS = 30 * 24 * 60 * 60 * 1000;
const MOST = 30;
const CARRIED_FOR = 15 * 60 * 1000;
const PAUSE = 300;

// Where the browser keeps nothing, drafts last as long as the page.
const here = new Map();

const keyOf = (form, person = form.dataset.person) =>
  `${PREFIX}${JSON.stringify([form.dataset.thread, form.elements.parent.value, person])}`;
const personOf = (key) => JSON.parse(key.slice(PREFIX.length))[2];

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key)) ?? here.get(key);
  } catch {
    return here.get(key);
  }
}

function write(key, draft) {
  try {
    localStorage.setItem(key, JSON.stringify(draft));
  } catch {
    here.set(key, draft); // a full or forbidden storage
  }
}

function remove(key) {
  here.delete(key);
  try {
    localStorage.removeItem(key);
  } catch {
    // forbidden, so that there is nothing
  }
}

function all() {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(PREFIX)).map((key) => [key, read(key)]);
  } catch {
    return [];
  }
}

// Drafts that were sent, that are old, that are too many, or that somebody else wrote who was signed in here before.
function tidy(person) {
  const sent = document.cookie.match(/(?:^|; )sent=([A-Za-z0-9-]+)/)?.[1];
  if (sent) document.cookie = "sent=; Max-Age=0; Path=/; SameSite=Lax";
  const drafts = all().sort(([, one], [, other]) => (other?.at ?? 0) - (one?.at ?? 0));
  drafts.forEach(([key, draft], index) => {
    const isOthers = person && personOf(key) && personOf(key) !== person;
    if (!draft?.at || draft.form === sent || index >= MOST || Date.now() - draft.at > DAYS || isOthers) remove(key);
  });
}

// Who signs in from the form finds there what they had typed; nobody else does.
function carry(form) {
  const link = form.querySelector("a[href^='/login']");
  try {
    link?.addEventListener("click", () => sessionStorage.setItem("carried", JSON.stringify([keyOf(form), Date.now()])));
    const [key, at] = JSON.parse(sessionStorage.getItem("carried")) ?? [];
    sessionStorage.removeItem("carried");
    if (!form.dataset.person || key !== keyOf(form, "") || Date.now() - at > CARRIED_FOR) return;
    const draft = read(key);
    if (draft && !read(keyOf(form))) write(keyOf(form), draft);
    remove(key);
  } catch {
    // no storage, nothing to carry
  }
}

export function newFormId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export function keepDrafts(form) {
  const { body, passage } = form.elements;
  const note = document.createElement("p");
  note.className = "hint draft";
  note.setAttribute("role", "status");
  let timer = 0;

  function keep() {
    clearTimeout(timer);
    timer = 0;
    const about = form.elements.about?.value ?? "";
    const draft = { body: body.value, passage: passage?.value ?? "", about, form: form.elements.form_id.value, at: Date.now() };
    if (body.value.trim()) write(keyOf(form), draft);
    else remove(keyOf(form));
  }

  // What was typed for this place before, if anything was.
  function restore() {
    const draft = read(keyOf(form));
    note.remove();
    if (!draft) return;
    body.value = draft.body;
    if (passage && draft.passage) {
      passage.value = draft.passage;
      passage.closest("details").open = true;
    }
    if (form.elements.about && draft.about) form.elements.about.value = draft.about;
    form.elements.form_id.value = draft.form;
    const discard = document.createElement("button");
    discard.type = "button";
    discard.textContent = "Discard";
    discard.addEventListener("click", () => {
      body.value = "";
      if (passage) passage.value = "";
      form.elements.form_id.value = newFormId();
      keep();
      note.remove();
      body.focus();
    });
    note.replaceChildren("Your draft, kept in this browser. ", discard);
    body.after(note);
  }

  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(keep, PAUSE);
  });
  form.addEventListener("submit", keep);
  addEventListener("pagehide", () => timer && keep());
  carry(form);
  // What the server gave back is newer than any draft. What the browser gives back may have been sent.
  if (body.defaultValue.trim()) keep();
  else if (!body.value.trim()) restore();
  return { keep, restore };
}

export const forgetSent = (form) => tidy(form?.dataset.person ?? "");
