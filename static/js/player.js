// A click puts a card's player in its still's place; another takes it away again. Nothing is asked of the other site before.
const SANDBOX = "allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox allow-forms allow-presentation";

for (const card of document.querySelectorAll("[data-frame]")) {
  const address = new URL(card.dataset.frame);
  // With its own origin in the sandbox a page of ours could undo the sandbox: only others are framed.
  if (address.protocol !== "https:" || address.host === location.host) continue;
  const controls = card.querySelector(".play");
  const button = controls.querySelector("button");
  const where = controls.querySelector("span");
  const still = card.querySelector(".still");
  const words = button.textContent;
  let frame = null;
  controls.hidden = false;
  button.addEventListener("click", () => {
    if (frame) {
      frame.remove();
      frame = null;
    } else {
      frame = playerFor(card, address);
      card.prepend(frame);
      frame.focus();
    }
    if (still) still.hidden = Boolean(frame);
    where.hidden = Boolean(frame);
    card.classList.toggle("is-playing", Boolean(frame));
    button.textContent = frame ? "Close the player" : words;
  });
}

function playerFor(card, address) {
  const { width, height, title } = card.dataset;
  const frame = document.createElement("iframe");
  frame.sandbox = SANDBOX;
  frame.allow = "autoplay; fullscreen; encrypted-media; picture-in-picture";
  // Some sites play only where they are told which site they stand on; they are told no more than that.
  frame.referrerPolicy = "strict-origin";
  frame.title = title;
  if (width) frame.style.aspectRatio = `${width} / ${height}`;
  else frame.height = height;
  frame.src = address.href;
  return frame;
}
