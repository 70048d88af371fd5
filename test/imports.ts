/** The repository's source files, and which of them each imports. */
import { readFileSync, readdirSync } from "node:fs";
import { join, posix } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../", import.meta.url));

export interface SourceFile {
  /** From the repository's root, with `/` on every system. */
  readonly path: string;
  readonly lines: number;
  /** Files of the repository, as paths from its root; types are imports too. */
  readonly imports: readonly string[];
  /** True if it imports a module of Node. */
  readonly knowsNode: boolean;
}

/** The folders of the repository that hold TypeScript. */
export const folders: readonly string[] = readdirSync(root, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && !/^(\.|node_modules$|dist$|coverage$)/.test(entry.name))
  .map(({ name }) => name)
  .filter((name) => pathsIn(name).length > 0);

export const files: readonly SourceFile[] = folders.flatMap((folder) => pathsIn(folder).map(readSource));

function pathsIn(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => posix.join(folder, name.replaceAll("\\", "/")))
    .toSorted();
}

function readSource(path: string): SourceFile {
  const text = readFileSync(join(root, path), "utf8");
  const imported = [
    ...text.matchAll(/^(?:import|export)\s[^;"]*?from "([^"]+)"|^import "([^"]+)"|\bimport\("([^"]+)"\)/gm),
  ].map((match) => match[1] ?? match[2] ?? match[3] ?? "");
  return {
    path,
    lines: text.split("\n").length - 1,
    imports: imported
      .filter((name) => name.startsWith("."))
      .map((name) => posix.join(posix.dirname(path), name)),
    knowsNode: imported.some((name) => name.startsWith("node:")),
  };
}

/** Sets of files each of which can be reached from each other (Tarjan 1972): sorted, as one line each. */
export function circles(sources: readonly SourceFile[]): readonly string[] {
  const importsOf = new Map(sources.map(({ path, imports }) => [path, imports]));
  const indices = new Map<string, number>();
  const open: string[] = [];
  const found: string[] = [];
  /** The least index that can be reached from a file by files that are still open. */
  const visit = (path: string): number => {
    const index = indices.size;
    indices.set(path, index);
    open.push(path);
    let least = index;
    for (const next of importsOf.get(path) ?? []) {
      if (!importsOf.has(next)) continue;
      const known = indices.get(next);
      if (known === undefined) least = Math.min(least, visit(next));
      else if (open.includes(next)) least = Math.min(least, known);
    }
    if (least === index) {
      const circle = open.splice(open.indexOf(path));
      if (circle.length > 1) found.push(circle.toSorted().join(" "));
    }
    return least;
  };
  for (const { path } of sources) if (!indices.has(path)) visit(path);
  return found.toSorted();
}
