// What scripts add to a thread that is complete without them.
import { forgetSent, keepDrafts } from "./drafts.js";
import { rememberFolding } from "./folding.js";
import { followThread } from "./live.js";
import { completeMentions } from "./mentioning.js";
import { previewInPlace } from "./preview.js";
import { quoteSelected } from "./quoting.js";
import { replyInPlace } from "./replying.js";
import { voteInPlace } from "./voting.js";

const section = document.querySelector("section.comments");
const form = section?.querySelector("form.write");
if (section) {
  rememberFolding(section);
  voteInPlace(section);
  followThread(section);
  forgetSent(form);
}
if (form) {
  const drafts = keepDrafts(form);
  previewInPlace(form);
  completeMentions(form);
  quoteSelected(form, replyInPlace(section, form, drafts));
}
