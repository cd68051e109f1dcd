// Words of a body: one's own, and those of others that stand in it (quotations, statements as far as they are at hand).
const count = (text) => text.match(/[\p{L}\p{N}][\p{L}\p{N}\p{M}’'-]*/gu)?.length ?? 0;

// texts: {url: [[number, words]…]} of the statements at hand. → {own, reposted}
export function counted(body, texts = {}) {
  const found = { own: 0, reposted: 0 };
  let inside = "";
  let url = "";
  let chosen = "";
  const close = () => {
    if (inside === "statement") found.reposted += ofStatement(texts[url] ?? [], chosen);
    inside = "";
  };
  for (const line of body.split("\n")) {
    const opening = /^\/{3,}\s*(\w+)(?:\s*\|\s*(\S+))?/.exec(line);
    if (/^\/{3}\s*$/.test(line)) close();
    else if (opening?.[1] === "quote" || opening?.[1] === "statement") [, inside, url = ""] = [...opening], (chosen = "");
    else if (line.startsWith("///")) continue;
    else if (/^ {4}\w+:/.test(line)) chosen = /^ {4}blocks:\s*(.+)/.exec(line)?.[1] ?? chosen;
    else found[inside === "quote" ? "reposted" : "own"] += count(line);
  }
  close();
  return found;
}

function ofStatement(paragraphs, chosen) {
  const ranges = chosen.split(",").filter(Boolean).map((range) => range.split("-").map(Number));
  const isIn = (number) => !ranges.length || ranges.some(([first, last = first]) => number >= first && number <= last);
  return paragraphs.reduce((sum, [number, words]) => sum + (isIn(number) ? count(words) : 0), 0);
}
