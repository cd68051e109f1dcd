// Copies in this browser of what is typed at the desk: one for each editor, by the person and the editor's key.
const PREFIX = "desk ";
const DAYS = 60 * 24 * 60 * 60 * 1000;

const nameOf = (person, key) => `${PREFIX}${person} ${key}`;

// Whether the browser took it: it may keep nothing, or have no room left.
export function put(person, key, copy) {
  try {
    localStorage.setItem(nameOf(person, key), JSON.stringify(copy));
    return true;
  } catch {
    return false;
  }
}

// Once the server has that step; what was typed since stays.
export function drop(person, key, step) {
  try {
    const copy = JSON.parse(localStorage.getItem(nameOf(person, key)));
    if (copy && copy.step <= step) localStorage.removeItem(nameOf(person, key));
  } catch {
    // nothing is kept here
  }
}

// The person's copies that the server never confirmed, as [key, copy]; anyone's go that are older than anyone waits.
export function waiting(person) {
  const found = [];
  try {
    for (const name of Object.keys(localStorage).filter((name) => name.startsWith(PREFIX))) {
      const copy = JSON.parse(localStorage.getItem(name));
      const [owner, key] = name.slice(PREFIX.length).split(" ");
      if (Date.now() - copy.step > DAYS) localStorage.removeItem(name);
      else if (owner === person) found.push([key, copy]);
    }
  } catch {
    // nothing is kept here
  }
  return found;
}
