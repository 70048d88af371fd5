/** What the documentation points at is there. */
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("../../", import.meta.url));

const pages = [
  "README.md",
  "CHANGELOG.md",
  "CONTRIBUTING.md",
  ...readdirSync(join(root, "docs"))
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`),
];

/** The names of all source files, wherever they are. */
const sources = new Set(
  readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith(".") && entry.name !== "node_modules")
    .flatMap(({ name }) => readdirSync(join(root, name), { recursive: true, encoding: "utf8" }))
    .map((path) => basename(path)),
);

function text(page: string): string {
  return readFileSync(join(root, page), "utf8");
}

/** As GitHub makes anchors of headings. */
function anchorsOf(page: string): ReadonlySet<string> {
  const headings = [...text(page).matchAll(/^#+ (.*)$/gm)].map(([, heading]) => heading ?? "");
  return new Set(
    headings.map((heading) =>
      heading
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N} _-]/gu, "")
        .replaceAll(" ", "-"),
    ),
  );
}

test.each(pages)("links in %s lead somewhere", (page) => {
  const links = [...text(page).matchAll(/\]\(([^()\s]+)\)/g)].map(([, link]) => link ?? "");
  const dead = links.filter((link) => {
    if (link.startsWith("https://")) return false;
    const [path = "", anchor] = link.split("#");
    const target = path === "" ? page : join(dirname(page), path);
    if (!existsSync(join(root, target))) return true;
    return anchor !== undefined && !anchorsOf(target).has(anchor);
  });
  expect(dead).toEqual([]);
});

test.each(pages)("files and folders that %s names exist", (page) => {
  const named = [...text(page).matchAll(/`([\w./-]+(?:\.ts|\/))`/g)].map(([, path]) => path ?? "");
  const missing = named.filter((path) => {
    const isBare = !path.includes("/");
    const below = ["", "compiler/", "verifier/"].some((folder) => existsSync(join(root, folder, path)));
    return isBare ? !sources.has(path) : !below;
  });
  expect(missing).toEqual([]);
});
