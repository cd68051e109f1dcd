// Which blocks are the statement: a shift-click takes all from the last one clicked to this one.
const form = document.querySelector("#region");
const boxes = [...form.querySelectorAll("input[type=checkbox][name^=inside-]")];
let last = null;

form.addEventListener("click", (event) => {
  const box = event.target.closest("input[type=checkbox][name^=inside-]");
  if (!box) return;
  if (event.shiftKey && last) {
    const [from, to] = [boxes.indexOf(last), boxes.indexOf(box)].sort((a, b) => a - b);
    for (const other of boxes.slice(from, to + 1)) mark(other, box.checked);
  }
  mark(box, box.checked);
  last = box;
});

function mark(box, isInside) {
  box.checked = isInside;
  box.closest("li").classList.toggle("outside", !isInside);
}
