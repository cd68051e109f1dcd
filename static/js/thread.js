// What scripts add to a thread that is complete without them.
import { rememberFolding } from "./folding.js";
import { followThread } from "./live.js";
import { voteInPlace } from "./voting.js";

const section = document.querySelector("section.comments");
if (section) {
  rememberFolding(section);
  voteInPlace(section);
  followThread(section);
}
