// Pictures and PDFs that are dropped, pasted or picked go to the library, and what names them to the cursor.
import { upload } from "./uploading.js";

const KINDS = "image/png,image/jpeg,image/webp,image/avif,image/gif,application/pdf";

export function pickPictures(view) {
  const picker = document.createElement("input");
  Object.assign(picker, { type: "file", accept: KINDS, multiple: true });
  picker.addEventListener("change", () => takePictures(view, [...picker.files]));
  picker.click();
}

export async function takePictures(view, files) {
  for (const file of files) {
    say(view, `“${file.name}” is being sent…`);
    try {
      const kept = await upload(file, { onProgress: (share) => say(view, `“${file.name}”: ${Math.round(share * 100)} %`) });
      const { from, to } = view.state.selection.main;
      const insert = `${kept.markdown}\n`;
      view.dispatch({ changes: { from, to, insert }, selection: { anchor: from + insert.length }, userEvent: "input" });
      say(view, kept.needs_alt ? `“${file.name}” is in. Say between [ and ] what it shows.` : `“${file.name}” is in.`);
    } catch (refused) {
      say(view, refused.message, true);
    }
  }
}

function say(view, words, isWrong = false) {
  const line = view.dom.parentElement.querySelector(".editor-says");
  if (!line) return;
  line.textContent = words;
  line.classList.toggle("warn", isWrong);
}
