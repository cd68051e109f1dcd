// The browser knows where its person is; the server only knows where it stands. What was typed is left alone.
const field = document.querySelector("[data-guess]");
const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
if (here && field.value === field.dataset.guess && document.querySelector(`option[value="${CSS.escape(here)}"]`)) {
  field.value = here;
}
