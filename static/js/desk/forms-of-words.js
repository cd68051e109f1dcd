// What the toolbar, the keys and the "/" menu put in. `wrap` goes around the words selected; `start` begins their lines;
// `block` stands alone, `${…}` in it being what is typed next (Tab goes on); URL stands for the post's first statement.
export const FORMS = [
  { name: "Bold", sign: "B", key: "Mod-b", wrap: ["**", "**"] },
  { name: "Italic", sign: "I", key: "Mod-i", wrap: ["*", "*"] },
  { name: "Link", sign: "Link", key: "Mod-k", wrap: ["[", "](https://)"] },
  { name: "Heading", sign: "H", key: "Mod-Alt-2", start: "## ", slash: "heading" },
  { name: "Indented quotation", sign: "“ ”", key: "Mod-Alt-q", start: "> " },
  { name: "List", sign: "List", key: "Mod-Alt-l", start: "- ", slash: "list" },
  { name: "Statement", sign: "Statement", slash: "statement", detail: "the kept words, reposted", block: "/// statement | ${URL}\n    blocks: ${1-4}\n\n///" },
  { name: "Quote", sign: "Quote", key: "Mod-Alt-k", slash: "quote", detail: "words of a statement, checked", block: "/// quote | ${URL}\n${words}\n///" },
  { name: "Note", sign: "Note", slash: "note", detail: "beside a paragraph, within a statement", block: "//// note | ${3}\n${words}\n////" },
  { name: "Embed", sign: "Embed", slash: "embed", detail: "a card or a player of a page elsewhere", block: "/// embed | ${https://}\n///" },
  { name: "Image", sign: "Image", slash: "image", detail: "from a file; drop and paste work too", pick: true },
  { name: "Footnote", sign: "Note¹", slash: "footnote", detail: "at the end of the post", footnote: true },
  { name: "Table", sign: "Table", slash: "table", block: "| ${column} | ${column} |\n|---|---|\n| ${words} | ${words} |" },
];

export const firstStatement = () => document.querySelector(".at-hand")?.dataset.url ?? "https://";
