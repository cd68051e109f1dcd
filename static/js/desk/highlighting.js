// Markdown as the site reads it, with the project's own blocks: lines that begin with three slashes or more.
import { markdown, markdownLanguage, syntaxHighlighting, tagHighlighter, tags } from "../../vendor/editor.js";

const FENCE = /^\/{3,}/;

const blocks = {
  defineNodes: [{ name: "BlockFence", block: true, style: tags.meta }],
  parseBlock: [{
    name: "BlockFence",
    before: "HTMLBlock",
    parse(context, line) {
      if (!FENCE.test(line.text)) return false;
      context.addElement(context.elt("BlockFence", context.lineStart, context.lineStart + line.text.length));
      context.nextLine();
      return true;
    },
    endLeaf: (context, line) => FENCE.test(line.text),
  }],
};

export const language = markdown({ base: markdownLanguage, extensions: [blocks], completeHTMLTags: false });

// Classes of css/desk/editor.css.
export const highlighting = syntaxHighlighting(tagHighlighter([
  { tag: tags.meta, class: "md-block" },
  { tag: tags.heading, class: "md-heading" },
  { tag: tags.strong, class: "md-strong" },
  { tag: tags.emphasis, class: "md-emphasis" },
  { tag: tags.strikethrough, class: "md-strike" },
  { tag: [tags.link, tags.url], class: "md-link" },
  { tag: tags.quote, class: "md-quote" },
  { tag: tags.monospace, class: "md-code" },
  { tag: [tags.processingInstruction, tags.contentSeparator, tags.labelName], class: "md-mark" },
]));
