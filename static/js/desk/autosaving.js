// What is typed is kept: in this browser at once, on the server a moment later. A line below the form says where.
import * as copies from "./copies.js";
import { send } from "./sending.js";

const FIELDS = ["title", "slug", "gist", "tags", "body", "policy"];
// Milliseconds: after the last key, while keys go on, until the server is tried again, between looks for silent changes.
const PAUSE = 1_500;
const LONGEST = 5_000;
const AGAIN = 8_000;
const LOOK = 1_000;
// What a browser still sends while the page goes (Fetch, "keepalive": 64 KiB for all such requests).
const FAREWELL_BYTES = 60_000;

const form = document.querySelector("form[data-writing]");
const line = form?.querySelector(".saving");
const { person } = form?.dataset ?? {};
const field = (name) => form.elements[name];
const typed = () => Object.fromEntries(FIELDS.map((name) => [name, field(name)?.value ?? ""]));

let last, told, step, timer, since, inFlight, isLeaving = false, isKept = true;

function say(words, kind = "", link = "") {
  const text = link ? `${words} ` : words;
  if (line.textContent === text + link && line.classList.contains("warn") === (kind === "warn")) return;
  line.classList.toggle("warn", kind === "warn");
  line.textContent = text;
  if (!link) return;
  const way = document.createElement("a");
  Object.assign(way, { href: `/login?next=${encodeURIComponent(location.pathname)}`, target: "_blank", textContent: link });
  line.append(way);
}

// Take note of what changed, keep it here, and plan to send it.
function note() {
  const now = typed();
  const text = JSON.stringify(now);
  if (text === last) return;
  last = text;
  step = Math.max(Date.now(), step + 1);
  field("step").value = step;
  isKept = copies.put(person, field("writing").value, {
    step, fields: now, post: field("post").value, seen: field("seen").value, continues: field("continues").value,
  });
  if (!isKept) say("This browser keeps nothing. Being sent…", "warn");
  plan();
}

function plan() {
  since ??= Date.now();
  clearTimeout(timer);
  timer = setTimeout(save, Math.max(0, Math.min(PAUSE, since + LONGEST - Date.now())));
}

async function save() {
  if (inFlight || isLeaving || last === told) return;
  const [sent, at] = [last, step];
  since = undefined;
  inFlight = new AbortController();
  const answer = await send(form, { ...JSON.parse(sent), step: at }, inFlight.signal);
  inFlight = undefined;
  if (isLeaving) return;
  if (answer.ok) {
    told = sent;
    field("continues").value = "";
    copies.drop(person, field("writing").value, at);
    say(answer.at ? `Saved ${answer.at}, as unsaved words. Nobody else sees them.` : "");
  } else {
    const where = isKept ? "Kept in this browser" : "Not kept anywhere: copy your words";
    say(`${where}; ${answer.why}`, "warn", answer.isSignedOut ? "Sign in in a new tab" : "");
  }
  clearTimeout(timer);
  if (last !== told) timer = setTimeout(save, answer.ok ? PAUSE : AGAIN);
}

// What the server never confirmed goes to it now; then it is offered above the form.
async function bringHome() {
  let isMore = false;
  for (const [key, copy] of copies.waiting(person)) {
    if (key === field("writing").value) continue;
    const { fields, ...rest } = copy;
    const answer = await send(form, { ...fields, ...rest, writing: key });
    if (!answer.ok) continue;
    copies.drop(person, key, copy.step);
    isMore ||= Boolean(answer.at) && copy.post === field("post").value;
  }
  if (!isMore) return;
  const asked = new URLSearchParams({ post: field("post").value, writing: field("writing").value });
  const found = await fetch(`/admin/unsaved/?${asked}`).catch(() => null);
  // The server's own page, as it makes it for this editor.
  if (found?.ok) document.querySelector("#unsaved").innerHTML = await found.text();
}

function leave() {
  note();
  if (last === told || isLeaving || new Blob([last]).size > FAREWELL_BYTES) return;
  send(form, { ...JSON.parse(last), step }, undefined, true);
}

if (form) {
  last = JSON.stringify(typed());
  told = "stored" in form.dataset ? last : "";
  step = Number(field("step").value) || 0;
  if (!told && step === 0) step = Date.now();
  field("step").value = step;
  if (last !== told) plan();
  for (const kind of ["input", "change"]) form.addEventListener(kind, note);
  setInterval(note, LOOK);
  form.addEventListener("submit", () => {
    note();
    isLeaving = true;
    clearTimeout(timer);
    inFlight?.abort();
  });
  addEventListener("pagehide", leave);
  addEventListener("pageshow", () => (isLeaving = false));
  for (const kind of ["online", "focus"]) addEventListener(kind, () => last !== told && save());
  addEventListener("beforeunload", (event) => !isLeaving && !isKept && last !== told && event.preventDefault());
  bringHome();
}
