// Takes the page that the bookmarklet sends from the window that opened this one, and says so once it is in the form.
const form = document.querySelector("#brought");
addEventListener("message", ({ data, source }) => {
  if (source !== opener || data?.rejoinder !== 1 || typeof data.html !== "string" || typeof data.url !== "string") return;
  source.postMessage("rejoinder-kept", "*");
  if (form.html.value) return;
  form.url.value = data.url;
  form.html.value = data.html;
  document.querySelector("#arrived").textContent = "The page is here. Look at it, then keep it.";
});
