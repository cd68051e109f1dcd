// The queue by keyboard alone. Each key presses a button of the page, so nothing is done here that a click does not do.
const cases = [...document.querySelectorAll("article.case")];
const keys = document.getElementById("keys");
const SHOWING = ["approve", "keep", "restore"];
const TAKING = ["reject", "remove"];
// The case whose reason is asked for, after r.
let asked = null;

// Nothing is decided on that nobody went to: the comment at the top may be one that just came back.
function current() {
  return document.activeElement.closest("article.case");
}

function go(to) {
  if (!to) return;
  to.focus({ preventScroll: true });
  to.scrollIntoView({ block: "start" });
}

function button(one, acts) {
  return acts.map((act) => one?.querySelector(`button[name="act"][value="${act}"]`)).find(Boolean);
}

function ask(one) {
  if (!one || !button(one, TAKING)) return;
  asked = one;
  one.querySelector("select[name=rule]").focus();
}

function answer(key) {
  const select = asked.querySelector("select[name=rule]");
  const place = key === "0" ? select.options.length - 1 : Number(key);
  select.selectedIndex = place;
  const one = asked;
  asked = null;
  if (place === select.options.length - 1) one.querySelector("input[name=words]").focus();
  else button(one, TAKING).click();
}

const ACTS = {
  j: () => go(cases[cases.indexOf(current()) + 1]),
  k: () => go(cases[cases.indexOf(current()) - 1]),
  a: () => button(current(), SHOWING)?.click(),
  r: () => ask(current()),
  s: () => button(current(), ["spam"])?.click(),
  x: () => current()?.querySelector("input[name=chosen]")?.click(),
  u: () => document.querySelector("form.undo button")?.click(),
  "?": () => {
    keys.open = !keys.open;
    if (keys.open) keys.scrollIntoView({ block: "end" });
  },
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape" && (asked || event.target.matches("article.case :is(input, select)"))) {
    go(asked ?? current());
    asked = null;
  } else if (asked && /^[0-9]$/.test(event.key)) {
    event.preventDefault();
    answer(event.key);
  } else if (event.key === "Enter" && event.target.matches("article.case input[name=words]")) {
    // Return would press the first button, which approves.
    event.preventDefault();
    button(event.target.closest("article.case"), TAKING)?.click();
  } else if (!event.target.matches("input:not([type=checkbox]), textarea, select") && ACTS[event.key]) {
    event.preventDefault();
    ACTS[event.key]();
  }
});

keys.hidden = false;
// After a decision: at the comment that came next, or at the first. Who opens the queue afresh is left where they are.
const following = location.hash && document.getElementById(location.hash.slice(1));
if (document.querySelector("article.case [role=alert]")) go(cases[0]);
else if (following || document.querySelector("form.undo")) go(following || cases[0]);
