// Selected words can be answered with one press: a statement's go into the form's field, where the server checks them; a
// comment's are quoted in a reply to it.
const words = (range) => {
  const part = range.cloneContents();
  part.querySelectorAll(".num, .talk, .note, .left-out").forEach((other) => other.remove());
  return part.textContent.replace(/\s+/g, " ").trim();
};

// What holds all of the selection: a statement, the words of a comment, or nothing.
function selected() {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  const within = range.commonAncestorContainer;
  const element = within.nodeType === Node.ELEMENT_NODE ? within : within.parentElement;
  const holder = element.closest(".statement, .comment > .said > .body");
  return holder && words(range) ? { holder, range, lines: selection.toString().split(/\n+/).map((line) => line.trim()).filter(Boolean) } : null;
}

export function quoteSelected(form, replies) {
  const { body, passage } = form.elements;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "answer-passage";

  function offer() {
    const found = selected();
    const item = found?.holder.closest(".comment");
    const fits = item ? item.querySelector(":scope > .said a[href$='#reply']") : passage && found && words(found.range).length <= passage.maxLength;
    if (!fits) return button.remove();
    button.textContent = item ? "Quote in a reply" : "Answer this passage";
    const box = found.range.getBoundingClientRect();
    document.querySelector("main").append(button);
    button.style.top = `${box.bottom + scrollY + 6}px`;
    button.style.left = `${Math.max(8, Math.min(box.left + scrollX, innerWidth - button.offsetWidth - 8))}px`;
  }

  function quote({ holder, lines }) {
    replies.answer(holder.closest(".comment"));
    const before = body.value.trimEnd();
    body.value = `${before ? `${before}\n\n` : ""}${lines.map((line) => `> ${line}`).join("\n>\n")}\n\n`;
    body.setSelectionRange(body.value.length, body.value.length);
  }

  function answerPassage({ range }) {
    const text = words(range);
    replies.goHome();
    passage.value = text;
    passage.closest("details").open = true;
    form.scrollIntoView({ block: "center" });
    body.focus({ preventScroll: true });
  }

  document.addEventListener("selectionchange", offer);
  // A press would end the selection before the click is heard.
  button.addEventListener("pointerdown", (event) => event.preventDefault());
  button.addEventListener("click", () => {
    const found = selected();
    button.remove();
    if (!found) return;
    if (found.holder.matches(".body")) quote(found);
    else answerPassage(found);
    form.dispatchEvent(new Event("input"));
  });
}
