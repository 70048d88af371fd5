/**
 * Makes a release of the last commit: `npm run release -- [--dry-run] [VERSION]`.
 * In a folder of its own it sets the version, builds, packs, installs the pack
 * into an empty folder, and types what README.md shows there. Only then, and not
 * with --dry-run, are version and tag put into this repository; nothing is
 * pushed or published. Without VERSION it is the one in package.json.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { runIn, withCommit } from "./commit.ts";
import { comparable, filesOf, sessionsOf, type Session } from "./readme.ts";

const { values: options, positionals } = parseArgs({
  options: { "dry-run": { type: "boolean", default: false } },
  allowPositionals: true,
});
const isDry = options["dry-run"];
const root = join(process.argv[1] ?? "", "../../..");
const version = positionals[0] ?? versionIn(root);

try {
  await release();
} catch (error) {
  say(`not released: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}

async function release(): Promise<void> {
  checkVersion();
  checkTree();
  checkChangelog();
  const scratch = mkdtempSync(join(tmpdir(), "rasp-release-"));
  try {
    const pack = await withCommit(root, "HEAD", async (tree) => packIn(tree, scratch));
    rehearse(pack, join(scratch, "empty"));
    if (isDry) return say(`${version} could be released; nothing was changed (--dry-run)`);
    tag();
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function checkVersion(): void {
  if (!/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version)) throw new Error(`\`${version}\` is no version`);
  if (git("tag", "--list", `v${version}`) !== "") throw new Error(`there is a tag v${version} already`);
}

function checkTree(): void {
  const changed = git("status", "--porcelain");
  if (changed !== "") throw new Error(`there are changes that are not committed:\n${changed}`);
  say("the tree is clean");
}

/** A rehearsal is content with what is unreleased. */
function checkChangelog(): void {
  const changelog = readFileSync(join(root, "CHANGELOG.md"), "utf8");
  const sections = changelog.split(/^## /m).slice(1);
  const entry = (title: string): string | undefined =>
    sections.find((section) => section.split(/\s/, 1)[0] === title && /^- /m.test(section));
  if (entry(version) !== undefined) return say(`CHANGELOG.md has an entry for ${version}`);
  if (isDry && entry("Unreleased") !== undefined) {
    return say(
      `CHANGELOG.md has no entry for ${version} yet; its section "Unreleased" would have to become it`,
    );
  }
  throw new Error(`CHANGELOG.md has no entry for ${version}: a section "## ${version}" with what is new`);
}

/** Packing builds, by the script `prepare`. */
function packIn(tree: string, destination: string): string {
  setVersion(tree);
  runIn(tree, "npm", ["pack", "--silent", "--pack-destination", destination]);
  const file = readdirSync(destination).find((name) => name.endsWith(".tgz"));
  if (file === undefined) throw new Error("npm pack made no pack");
  const pack = join(destination, file);
  say(`packed ${file}, ${(statSync(pack).size / 1e6).toFixed(1)} MB`);
  return pack;
}

/** As someone who has nothing but README.md and the pack. */
function rehearse(pack: string, folder: string): void {
  mkdirSync(folder);
  writeFileSync(join(folder, "package.json"), '{ "private": true }\n');
  runIn(folder, "npm", ["install", pack, "--silent", "--prefer-offline", "--no-audit", "--no-fund"]);
  say("installed it into an empty folder");
  const readme = readFileSync(join(root, "README.md"), "utf8");
  for (const [name, text] of Object.entries(filesOf(readme))) writeFileSync(join(folder, name), text);
  const sessions = sessionsOf(readme);
  if (sessions.length === 0) throw new Error("README.md shows no session");
  for (const session of sessions) type(session, folder);
}

function type(session: Session, folder: string): void {
  const [command = "", ...words] = session.line.split(" ");
  const { stdout, stderr, error } = spawnSync(command, ["--no-install", ...words], {
    cwd: folder,
    encoding: "utf8",
    env: { ...process.env, NO_COLOR: "1", npm_config_update_notifier: "false" },
    shell: process.platform === "win32",
  });
  if (error !== undefined) throw error;
  const printed = stderr + stdout;
  if (comparable(session, printed) !== comparable(session, session.shown)) {
    throw new Error(`\`${session.line}\` prints\n${printed}README.md shows\n${session.shown}`);
  }
  say(`  ${session.line}: as README.md shows`);
}

function tag(): void {
  if (versionIn(root) !== version) {
    setVersion(root);
    git("commit", "--all", "--message", `Version ${version}`);
    say(`committed the version ${version}`);
  }
  git("tag", "--annotate", `v${version}`, "--message", `Version ${version}`);
  say(`tagged v${version}; push it with \`git push --follow-tags\``);
}

function versionIn(folder: string): string {
  const manifest: { readonly version: string } = JSON.parse(
    readFileSync(join(folder, "package.json"), "utf8"),
  );
  return manifest.version;
}

function setVersion(folder: string): void {
  runIn(folder, "npm", [
    "version",
    version,
    "--no-git-tag-version",
    "--allow-same-version",
    "--ignore-scripts",
  ]);
}

function git(...words: readonly string[]): string {
  return execFileSync("git", words, { cwd: root, encoding: "utf8" }).trim();
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
