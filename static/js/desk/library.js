// The library's own form: files are sent one after the other as soon as they are dropped, pasted or chosen, each with
// its progress. Without this script the form sends them with its button.
import { filesOf, upload } from "./uploading.js";

const form = document.querySelector("#upload");
const picker = form.querySelector("[type=file]");
const list = form.querySelector(".uploads");

picker.addEventListener("change", () => take([...picker.files]));
form.querySelector("button").hidden = true;
form.querySelector("label").textContent = "Drop pictures and PDFs here, paste them, or choose them";

for (const kind of ["dragenter", "dragover"]) {
  form.addEventListener(kind, (event) => {
    event.preventDefault();
    form.classList.add("is-over");
  });
}
form.addEventListener("dragleave", (event) => form.contains(event.relatedTarget) || form.classList.remove("is-over"));
form.addEventListener("drop", (event) => {
  event.preventDefault();
  form.classList.remove("is-over");
  take(filesOf(event.dataTransfer));
});
document.addEventListener("paste", (event) => {
  const files = filesOf(event.clipboardData);
  if (!files.length) return;
  event.preventDefault();
  take(files);
});

async function take(files) {
  if (!files.length) return;
  list.hidden = false;
  const rows = files.map((file) => [file, row(file.name)]);
  for (const [file, shown] of rows) await send(file, shown);
  picker.value = "";
}

function row(name) {
  const item = document.createElement("li");
  const words = document.createElement("span");
  words.textContent = name;
  const progress = document.createElement("progress");
  progress.setAttribute("aria-label", name);
  progress.value = 0;
  item.append(words, progress);
  list.append(item);
  return { item, words, progress };
}

async function send(file, { item, words, progress }) {
  try {
    const kept = await upload(file, {
      onProgress: (share) => (share < 1 ? (progress.value = share) : progress.removeAttribute("value")),
    });
    const link = document.createElement("a");
    link.href = kept.page;
    link.textContent = kept.title;
    words.replaceChildren(link, kept.needs_alt ? " – kept; say what it shows" : " – kept");
  } catch (refused) {
    const told = document.createElement("p");
    told.className = "error";
    told.textContent = refused.message;
    item.append(told);
  }
  progress.remove();
}
