// Shows the line that the address names (?line=3), as the links of the publish dialogue do: selected, and in view.
import { surface } from "./surface.js";

const line = Number(new URLSearchParams(location.search).get("line"));
const form = document.querySelector("form[data-writing]");
if (line > 0 && form) surface(form).reveal(line);
