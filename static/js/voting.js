// A vote without leaving the page. Where anything goes wrong the form is sent as it would be without a script: its page
// says what happened.
async function send(button) {
  const form = button.form;
  const address = button.formAction;
  button.disabled = true;
  try {
    const answer = await fetch(address, { method: "POST", body: new FormData(form), headers: { Accept: "application/json" } });
    if (!answer.ok || answer.redirected) throw new Error(answer.status);
    const { votes, voted } = await answer.json();
    button.querySelector(".count").textContent = votes;
    button.setAttribute("aria-pressed", voted);
    button.setAttribute("aria-label", button.getAttribute("aria-label").replace(/\d+$/, votes));
    button.formAction = address.replace(/(un)?vote$/, voted ? "unvote" : "vote");
    button.disabled = false;
    button.focus();
  } catch {
    form.action = address;
    form.submit();
  }
}

export function voteInPlace(section) {
  section.addEventListener("click", (event) => {
    const button = event.target.closest("button.vote");
    if (!button) return;
    event.preventDefault();
    send(button);
  });
}
