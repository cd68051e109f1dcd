// What happens in the thread while it is read: asked for now and then while the page is seen. What is new is offered, and
// put in its place when the reader asks for it; what was removed leaves; what was edited is read anew.
const EVERY = 20_000;
const LONGEST = 120_000;
// Each of these is a page to fetch; more than that are read sooner by loading the thread.
const MOST_FETCHED = 20;

let section, list, offer, change, timer;
let pause = EVERY;
const waiting = new Set();

const pick = (ident) => document.getElementById(ident);
const isInUse = (item) => item.contains(document.activeElement) || Boolean(item.querySelector("form"));

async function ask() {
  try {
    const answer = await fetch(`${section.dataset.changes}?after=${change}`, { headers: { Accept: "application/json" } });
    pause = answer.status === 200 ? EVERY : Math.min(pause * 1.25, LONGEST);
    if (answer.status === 200) await apply(await answer.json());
    else if (!answer.ok && answer.status !== 304) pause = Math.max(LONGEST, 1000 * Number(answer.headers.get("Retry-After")) || 0);
  } catch {
    pause = LONGEST; // no connection: it is asked for less often until there is one
  }
  plan();
}

function plan() {
  clearTimeout(timer);
  if (!document.hidden) timer = setTimeout(ask, pause * (0.75 + Math.random() / 2));
}

async function apply(news) {
  change = news.change;
  for (const id of news.removed) {
    waiting.delete(id);
    remove(pick(`c${id}`));
  }
  for (const id of news.new) if (!pick(`c${id}`)) waiting.add(id);
  for (const id of news.edited.slice(0, MOST_FETCHED)) await replace(id);
  showOffer();
}

function remove(item) {
  if (!item) return;
  if (!isInUse(item) && !item.querySelector(":scope > .replies, :scope > .rest")) return item.remove();
  const gone = document.createElement("p");
  gone.className = "gone";
  gone.textContent = "No longer shown";
  item.querySelector(":scope > .said")?.replaceWith(gone);
  item.classList.remove("u-comment", "h-cite");
}

// The comment as its own page has it, without what is answered to it there.
async function fetched(id) {
  const answer = await fetch(`/comments/${id}/`);
  if (!answer.ok) return null;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const item = page.getElementById(`c${id}`);
  item?.querySelectorAll(":scope > .replies, :scope > .rest, .answers").forEach((part) => part.remove());
  item?.classList.remove("here", "flat");
  return item && document.adoptNode(item);
}

async function replace(id) {
  const old = pick(`c${id}`)?.querySelector(":scope > .said");
  if (!old || old.contains(document.activeElement)) return;
  const said = (await fetched(id))?.querySelector(".said");
  if (said) old.replaceWith(said);
}

function showOffer() {
  const count = waiting.size;
  offer.hidden = !count;
  const words = `${count} new ${count === 1 ? "comment" : "comments"}`;
  if (count && offer.textContent !== words) offer.textContent = words;
}

async function showNew() {
  if (waiting.size > MOST_FETCHED) return location.assign(`${section.dataset.thread}?sort=newest#comments`);
  const idents = [...waiting].sort((one, other) => one - other);
  waiting.clear();
  offer.disabled = true;
  const items = await Promise.all(idents.map(fetched));
  const placed = items.filter((item) => item && place(item));
  offer.disabled = false;
  if (items.some((item) => item && !item.isConnected)) return location.assign(`/comments/${idents.at(-1)}/`);
  showOffer();
  placed[0]?.focus();
}

// Below what it answers; a root stands where the newest is looked for. False where what it answers is not in this page.
function place(item) {
  const parent = item.dataset.parent;
  const into = parent ? pick(parent) && repliesOf(pick(parent)) : list;
  if (!into) return false;
  item.classList.add("fresh");
  item.tabIndex = -1;
  if (parent || section.dataset.sort === "oldest") into.append(item);
  else into.prepend(item);
  return true;
}

function repliesOf(item) {
  let details = item.querySelector(":scope > details.replies");
  if (!details) {
    details = document.createElement("details");
    details.className = "replies";
    details.append(document.createElement("summary"), document.createElement("ol"));
    details.firstChild.textContent = "New replies";
    item.append(details);
  }
  details.open = true;
  return details.querySelector(":scope > ol");
}

export function followThread(found) {
  section = found;
  list = section.querySelector("ol.thread");
  change = section.dataset.change;
  if (!list || !section.dataset.changes) return;
  const status = document.createElement("p");
  status.className = "news";
  status.setAttribute("role", "status");
  offer = document.createElement("button");
  offer.type = "button";
  offer.hidden = true;
  offer.addEventListener("click", showNew);
  status.append(offer);
  section.append(status);
  document.addEventListener("visibilitychange", () => {
    clearTimeout(timer);
    pause = EVERY;
    if (!document.hidden) ask();
  });
  addEventListener("pageshow", (event) => event.persisted && ask());
  plan();
}
