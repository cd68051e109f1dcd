// The drawer of pictures and files: uploads, or finds in the library, and puts what is chosen at the cursor.
import { surface } from "./surface.js";
import { upload } from "./uploading.js";

const PAUSE_MS = 250; // after the last key, before the library is asked
const drawer = document.querySelector("#files");
const editor = surface(document.querySelector("#writing"));
const [picker, finder] = [drawer.querySelector("[type=file]"), drawer.querySelector("[type=search]")];
const [progress, status, list] = [drawer.querySelector("progress"), drawer.querySelector("[role=status]"), drawer.querySelector(".found")];
let waiting, asked = 0;

drawer.querySelector(".from-library").hidden = false;
drawer.addEventListener("toggle", () => drawer.open && find());
finder.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(find, PAUSE_MS);
});
// Return would send the form that it does not belong to nowhere; it asks at once.
finder.addEventListener("keydown", (event) => event.key === "Enter" && (event.preventDefault(), find()));
picker.addEventListener("change", async () => {
  const files = [...picker.files];
  picker.value = "";
  for (const file of files) await send(file);
  find();
});

async function send(file) {
  progress.hidden = false;
  say(`Uploading “${file.name}”…`);
  try {
    put(await upload(file, { onProgress: (share) => (share < 1 ? (progress.value = share) : progress.removeAttribute("value")) }));
  } catch (refused) {
    say(refused.message);
  }
  progress.hidden = true;
}

// A picture stands alone, and so has its caption; a link stands among words.
function put(file) {
  editor.insert(file.markdown, { block: file.kind === "picture" });
  say(file.needs_alt ? `“${file.title}” is in the post. Say between its brackets what it shows.` : `“${file.title}” is in the post.`);
}

async function find() {
  const turn = ++asked;
  try {
    const answer = await fetch(`/admin/files/?${new URLSearchParams({ q: finder.value })}`, { headers: { Accept: "application/json" } });
    const { files } = await answer.json();
    if (turn === asked) list.replaceChildren(...files.map(entry));
  } catch {
    say("The library cannot be reached. Try again in a moment.");
  }
}

function entry(file) {
  const item = document.createElement("li");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "second";
  if (file.thumbnail) {
    const image = document.createElement("img");
    image.src = file.thumbnail;
    image.alt = "";
    image.loading = "lazy";
    button.append(image);
  }
  const words = document.createElement("span");
  words.textContent = file.title;
  button.append(words);
  button.addEventListener("click", () => put(file));
  item.append(button);
  return item;
}

function say(words) {
  status.textContent = words;
}
