// Asks above the words what shall be done, until one chooses, presses Escape or goes on typing.
export function ask(view, question, ways) {
  const place = view.dom.parentElement.querySelector(".editor-asks");
  const shut = () => place.replaceChildren();
  const words = document.createElement("span");
  words.textContent = question;
  const buttons = ways.map(([name, act]) => {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "second", textContent: name });
    button.addEventListener("click", () => {
      shut();
      act();
      view.focus();
    });
    return button;
  });
  place.replaceChildren(words, ...buttons);
  buttons[0].focus();
  place.onkeydown = (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step) buttons.at((buttons.indexOf(document.activeElement) + step) % buttons.length).focus();
    if (event.key !== "Escape") return;
    shut();
    view.focus();
  };
  view.contentDOM.addEventListener("beforeinput", shut, { once: true });
}
