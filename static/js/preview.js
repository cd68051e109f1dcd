// The preview appears above what is typed. Where anything goes wrong the form is sent as it would be without a script.
export function previewInPlace(form) {
  const button = form.querySelector("button[value='preview']");

  function region() {
    const found = form.querySelector(".as-read") ?? document.createElement("div");
    found.className = "as-read";
    found.setAttribute("role", "group");
    found.setAttribute("aria-label", "Preview");
    found.setAttribute("aria-live", "polite");
    if (!found.isConnected) form.prepend(found);
    return found;
  }

  function refusal(words) {
    const said = document.createElement("p");
    said.className = "error";
    said.textContent = words;
    return said;
  }

  button.addEventListener("click", async (event) => {
    event.preventDefault();
    const body = new FormData(form);
    body.append(button.name, button.value);
    try {
      const answer = await fetch(button.formAction, { method: "POST", body, headers: { Accept: "application/json" } });
      const { html, detail } = await answer.json();
      const shown = region();
      // The server made and cleaned it, as it does what stands in the thread.
      if (answer.ok) shown.innerHTML = html;
      else shown.replaceChildren(refusal(detail));
      shown.scrollIntoView({ block: "nearest" });
    } catch {
      form.requestSubmit(button);
    }
  });
  form.addEventListener("input", () => form.querySelector(".as-read")?.classList.add("stale"));
}
