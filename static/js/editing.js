// What scripts add to the page where a comment is changed.
import { previewInPlace } from "./preview.js";

const form = document.querySelector("form.write");
if (form) previewInPlace(form);
