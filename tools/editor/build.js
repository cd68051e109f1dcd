// Makes static/vendor/editor.js and the licences of what is in it. The same packages (package-lock.json) give the same
// bytes. `--check` writes nothing and fails where what is kept differs from what would be made.
import { build } from "esbuild";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createHash } from "node:crypto";

const OUT = new URL("../../static/vendor/", import.meta.url);
const STYLE_MOD = /style-mod\.js$/;
// The Content-Security-Policy allows no style elements: sheets are adopted by the document, as style-mod does in shadow roots.
const [NEEDS_SHADOW, ANYWHERE] = ["!root.head && root.adoptedStyleSheets", "root.adoptedStyleSheets"];

const adopt = {
  name: "adopt",
  setup: (bundler) =>
    bundler.onLoad({ filter: STYLE_MOD }, ({ path }) => {
      const code = readFileSync(path, "utf8");
      if (!code.includes(NEEDS_SHADOW)) throw new Error("style-mod has changed: look at how it mounts sheets");
      return { contents: code.replace(NEEDS_SHADOW, ANYWHERE) };
    }),
};

const made = await build({
  entryPoints: ["entry.js"], bundle: true, format: "esm", minify: true, legalComments: "none", charset: "utf8",
  target: "es2022", write: false, metafile: true, plugins: [adopt],
});
const packages = new Set(
  Object.keys(made.metafile.inputs).map((path) => /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1]).filter(Boolean),
);
const licences = [...packages].sort().map((name) => {
  const { version, license } = JSON.parse(readFileSync(`node_modules/${name}/package.json`, "utf8"));
  const file = ["LICENSE", "LICENSE.md", "LICENCE"].map((kind) => `node_modules/${name}/${kind}`).find(existsSync);
  const text = readFileSync(file, "utf8").replace(/[ \t\r]+$/gm, "").trim();
  return `${name} ${version} (${license})\n\n${text}\n`;
});
const digest = (text) => createHash("sha256").update(text).digest("hex");
const code = `${made.outputFiles[0].text.trim().replace(/[ \t]+$/gm, "")}\n`;
const digests = { "editor.js": code, "entry.js": readFileSync("entry.js"), "package-lock.json": readFileSync("package-lock.json") };
for (const name of Object.keys(digests)) digests[name] = digest(digests[name]);
const files = {
  "editor.js": code,
  "editor.licences.txt": licences.join(`\n${"-".repeat(72)}\n\n`),
  "editor.json": `${JSON.stringify(digests, null, 2)}\n`,
};

mkdirSync(OUT, { recursive: true });
for (const [name, text] of Object.entries(files)) {
  const place = new URL(name, OUT);
  if (!process.argv.includes("--check")) writeFileSync(place, text);
  else if (!existsSync(place) || readFileSync(place, "utf8") !== text) {
    console.error(`static/vendor/${name} is not what \`npm run build\` makes`);
    process.exitCode = 1;
  }
}
