// A reply is written below what it answers: the page's one form goes there, and back home when it is left.
import { newFormId } from "./drafts.js";

export function replyInPlace(section, form, drafts) {
  const { parent, form_id: formId, body, passage } = form.elements;
  const label = form.querySelector("label[for='body']");
  const send = form.querySelector("button[type='submit']");
  const intro = form.querySelector(":scope > .soft");
  const about = form.querySelector(".about");
  const home = { mark: document.createComment("the form's place"), parent: parent.value, formId: formId.value, label: label.textContent, send: send.textContent };
  form.before(home.mark);
  const cancel = document.createElement("button");
  cancel.type = "button";
  cancel.className = "second";
  cancel.textContent = "Cancel";
  let link = null;

  // Each place has its own words and its own number, so that a draft is never sent as an answer to something else.
  function turnTo(number, ident) {
    drafts.keep();
    form.querySelectorAll(".as-read, .error").forEach((said) => said.remove());
    form.querySelectorAll("[aria-invalid]").forEach((field) => field.removeAttribute("aria-invalid"));
    parent.value = number;
    formId.value = ident;
    body.value = "";
    if (passage) passage.value = "";
    if (about) about.hidden = about.disabled = Boolean(number);
    drafts.restore();
  }

  function goHome() {
    if (!cancel.isConnected) return;
    turnTo(home.parent, newFormId());
    label.textContent = home.label;
    send.textContent = home.send;
    if (intro) intro.hidden = false;
    cancel.remove();
    home.mark.after(form);
  }

  function answer(item, from = null) {
    const number = item.id.slice(1);
    link = from ?? item.querySelector(":scope > .said .acts a[href$='#reply']");
    if (number === home.parent) goHome();
    else if (parent.value !== number) {
      turnTo(number, newFormId());
      label.textContent = link.getAttribute("aria-label");
      send.textContent = "Reply";
      if (intro) intro.hidden = true;
      form.querySelector(".send").append(cancel);
      item.querySelector(":scope > .said").after(form);
    }
    body.focus({ preventScroll: true });
    form.scrollIntoView({ block: "nearest" });
  }

  cancel.addEventListener("click", () => {
    goHome();
    link?.focus();
  });
  section.addEventListener("click", (event) => {
    const reply = event.target.closest(".acts a[href$='#reply']");
    if (!reply || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    answer(reply.closest(".comment"), reply);
  });
  return { answer, goHome };
}
