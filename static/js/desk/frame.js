// The frame of the preview: filled anew after each change, its paragraphs in step with the lines of the editor.
const HEADROOM = 0.25;
const DARK = /prefers-color-scheme:\s*(dark|light)/;

// As the reader's system asks, or as `scheme` ("light", "dark") says: the rules for each apply always or never.
export function colour(page, scheme) {
  page.documentElement.style.colorScheme = scheme || "light dark";
  for (const sheet of page.styleSheets) {
    for (const rule of sheet.cssRules) {
      if (!rule.media || !(rule.asked ?? DARK.test(rule.media.mediaText))) continue;
      rule.asked ??= rule.media.mediaText;
      const fits = rule.asked.includes(scheme);
      rule.media.mediaText = !scheme ? rule.asked : fits ? "all" : "not all";
    }
  }
}

export function fill(page, { html, lines, blocks }) {
  const main = page.querySelector("main");
  main.innerHTML = html;
  // The parts stand in the order of the source: what is no commentary is a block, with a line of its own.
  const own = [...lines], others = [...blocks];
  const parts = main.querySelectorAll(".e-content > :is(.commentary, .statement, .quoted, .player)");
  for (const part of parts) {
    if (!part.matches(".commentary")) {
      part.dataset.line = others.shift() ?? "";
      continue;
    }
    const of = own.shift() ?? [];
    [...part.children].forEach((child, at) => (child.dataset.line = of[at] ?? of.at(-1) ?? ""));
  }
}

// Brings what was made of that line into view, unless it is there already.
export function follow(page, line) {
  const found = [...page.querySelectorAll("[data-line]")].filter((part) => part.dataset.line && Number(part.dataset.line) <= line).at(-1);
  for (const part of page.querySelectorAll(".at-cursor")) part.classList.remove("at-cursor");
  if (!found) return page.defaultView.scrollTo(0, 0);
  found.classList.add("at-cursor");
  const { top, bottom } = found.getBoundingClientRect(), height = page.defaultView.innerHeight;
  if (top < 0 || bottom > height) page.defaultView.scrollBy(0, top - height * HEADROOM);
}

// Links of the page within it, others in a tab of their own; a press elsewhere leads to the line that it was made of.
export function listen(page, onLine) {
  page.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (link) {
      event.preventDefault();
      const href = link.getAttribute("href");
      if (href.startsWith("#")) page.getElementById(href.slice(1))?.scrollIntoView();
      else open(link.href, "_blank", "noopener");
      return;
    }
    const part = event.target.closest("[data-line]");
    if (part?.dataset.line && page.getSelection().isCollapsed && !event.target.closest("summary, button")) onLine(Number(part.dataset.line));
  });
}
