// Shows the line that the address names (?line=3), as the links of the publish dialogue do: selected, and in view.
const line = Number(new URLSearchParams(location.search).get("line"));
const field = document.querySelector("textarea#body");
if (line > 0 && field) {
  const whole = field.value, lines = whole.split("\n").slice(0, line), upTo = lines.join("\n");
  // Where a line stands, with those before it wrapped, only the field knows: it is the end of the text up to there.
  field.value = upTo;
  const height = field.scrollHeight;
  field.value = whole;
  field.focus();
  field.setSelectionRange(upTo.length - lines.at(-1).length, upTo.length);
  field.scrollTop = height - field.clientHeight / 2;
}
