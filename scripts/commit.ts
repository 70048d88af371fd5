/** A commit in a folder of its own, apart from the working tree. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Calls `use` with a folder of the commit's files and dependencies, not built; the folder is gone afterwards. */
export async function withCommit<T>(
  root: string,
  revision: string,
  use: (tree: string) => Promise<T>,
): Promise<T> {
  const scratch = mkdtempSync(join(tmpdir(), "rasp-commit-"));
  const tree = join(scratch, "tree");
  try {
    runIn(root, "git", ["worktree", "add", "--quiet", "--detach", tree, revision]);
    runIn(tree, "npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"]);
    return await use(tree);
  } finally {
    runIn(root, "git", ["worktree", "remove", "--force", tree]);
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Runs a command that prints nothing but what is wrong. */
export function runIn(folder: string, command: string, words: readonly string[]): void {
  execFileSync(command, words, {
    cwd: folder,
    stdio: ["ignore", "ignore", "inherit"],
    shell: process.platform === "win32",
  });
}
