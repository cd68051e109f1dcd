// A capture takes a few seconds: ask how far it is, and show the page anew when that changed.
const PAUSE = 700;
const shown = document.querySelector("[aria-current=step]");
const steps = [...document.querySelectorAll(".steps li")];
const names = ["waiting", "fetching", "reading"];

async function ask() {
  try {
    const answer = await fetch(location.href, { headers: { Accept: "application/json" } });
    const { progress, is_over } = await answer.json();
    if (is_over) return location.reload();
    steps.forEach((step, at) => {
      if (names[at] === progress) step.setAttribute("aria-current", "step");
      else step.removeAttribute("aria-current");
    });
  } catch {
    // The network is away for a moment; the capture goes on.
  }
  setTimeout(ask, PAUSE);
}

if (shown) setTimeout(ask, PAUSE);
