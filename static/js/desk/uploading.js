// Send a file to the library. `fetch` cannot tell how far an upload is, so this is an XMLHttpRequest.
const ADDRESS = "/admin/files/";
// As the server has it (blog/posts/media/keeping.py): larger files are refused before any of them is sent.
export const MOST_MIB = 20;

// upload(file, { onProgress(share from 0 to 1), signal }) → { id, kind, url, page, title, alt, needs_alt, about, markdown }.
// The share is 1 once all is sent; the server then makes the sizes, which takes some seconds. Throws an Error whose
// message is for the person, or the signal's reason.
export function upload(file, { onProgress = () => {}, signal } = {}) {
  return new Promise((done, failed) => {
    const refuse = (words) => failed(new Error(words));
    if (signal?.aborted) return failed(signal.reason);
    if (file.size > MOST_MIB * 1024 ** 2) {
      return refuse(`“${file.name}” has ${Math.ceil(file.size / 1024 ** 2)} MiB; at most ${MOST_MIB} are taken.`);
    }
    const request = new XMLHttpRequest();
    request.open("POST", ADDRESS);
    request.setRequestHeader("Accept", "application/json");
    request.upload.addEventListener("progress", (event) => event.lengthComputable && onProgress(event.loaded / event.total));
    request.addEventListener("load", () => {
      const answer = read(request);
      if (request.status === 201 && answer?.url) done(answer);
      else refuse(answer?.detail ?? "The server answered with something else than a file. You may be signed out: sign in in another tab, then try again.");
    });
    request.addEventListener("error", () => refuse("The server cannot be reached. Nothing was kept; try again in a moment."));
    request.addEventListener("abort", () => failed(signal?.reason ?? new Error("The upload was stopped.")));
    signal?.addEventListener("abort", () => request.abort(), { once: true });
    request.send(form(file));
  });
}

// The files of a drop or a paste, pictures that were copied out of a page among them.
export function filesOf(transfer) {
  return [...(transfer?.files ?? [])];
}

function form(file) {
  const data = new FormData();
  data.append("csrf_token", document.querySelector("input[name=csrf_token]").value);
  data.append("file", file, file.name || "pasted");
  return data;
}

function read(request) {
  try {
    return JSON.parse(request.responseText);
  } catch {
    return null;
  }
}
