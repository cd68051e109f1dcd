// What a reader folded stays folded: the numbers of the comments, in this browser, the last ones.
const KEY = "folded";
const MOST = 300;

function folded() {
  try {
    return new Set(JSON.parse(localStorage.getItem(KEY)) ?? []);
  } catch {
    return new Set(); // no storage here, or not ours
  }
}

function remember(ident, isOpen) {
  const idents = folded();
  idents.delete(ident);
  if (!isOpen) idents.add(ident);
  try {
    localStorage.setItem(KEY, JSON.stringify([...idents].slice(-MOST)));
  } catch {
    // a full or forbidden storage: nothing is remembered
  }
}

export function rememberFolding(section) {
  const idents = folded();
  const target = location.hash && document.getElementById(location.hash.slice(1));
  for (const details of section.querySelectorAll("details.replies")) {
    if (idents.has(details.parentElement.id) && !(target && details.contains(target))) details.open = false;
  }
  // A toggle does not bubble, and what is folded by this script is remembered already.
  section.addEventListener("toggle", ({ target: details }) => {
    if (details.matches("details.replies")) remember(details.parentElement.id, details.open);
  }, true);
}
