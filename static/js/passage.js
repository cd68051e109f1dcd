// Words selected in a statement can be answered with one press: they go into the form's field, where the server checks them.
const form = document.querySelector("#reply");
const field = form?.querySelector("#passage");
const button = document.createElement("button");
button.type = "button";
button.className = "answer-passage";
button.textContent = "Answer this passage";

// The words of the selection, if all of it lies in one statement.
function selected() {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return "";
  const range = selection.getRangeAt(0);
  const within = range.commonAncestorContainer;
  const element = within.nodeType === Node.ELEMENT_NODE ? within : within.parentElement;
  if (!element.closest(".statement")) return "";
  const part = range.cloneContents();
  part.querySelectorAll(".num, .talk, .note, .left-out").forEach((other) => other.remove());
  return part.textContent.replace(/\s+/g, " ").trim();
}

function offer() {
  const words = selected();
  if (!words || words.length > field.maxLength) return button.remove();
  const box = getSelection().getRangeAt(0).getBoundingClientRect();
  document.body.append(button);
  button.style.top = `${box.bottom + scrollY + 6}px`;
  button.style.left = `${Math.max(8, Math.min(box.left + scrollX, innerWidth - button.offsetWidth - 8))}px`;
}

if (field) {
  document.addEventListener("selectionchange", offer);
  // A press would end the selection before the click is heard.
  button.addEventListener("pointerdown", (event) => event.preventDefault());
  button.addEventListener("click", () => {
    field.value = selected();
    field.closest("details").open = true;
    button.remove();
    form.scrollIntoView({ block: "center" });
    form.querySelector("#body").focus({ preventScroll: true });
  });
}
