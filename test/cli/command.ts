/** The built command in a folder of its own, run as a process. */
import { spawn, spawnSync, type ChildProcessWithoutNullStreams } from "node:child_process";
import {
  closeSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));

export interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Installed {
  /** Where commands run; files are written and read here. */
  readonly folder: string;
  readonly rasp: (
    words: readonly string[],
    input?: string,
    environment?: Readonly<Record<string, string>>,
    /** A file for standard output to go to. */
    stdout?: string,
  ) => Ran;
  readonly start: (words: readonly string[]) => ChildProcessWithoutNullStreams;
  readonly write: (name: string, content: string | Uint8Array) => void;
  readonly read: (name: string) => string;
  readonly list: () => readonly string[];
  readonly remove: () => void;
}

export function install(): Installed {
  const home = mkdtempSync(join(tmpdir(), "rasp-"));
  const folder = join(home, "work");
  mkdirSync(folder);
  const built = spawnSync(process.execPath, [join(root, "build.mjs"), "command", join(home, "dist")]);
  if (built.status !== 0) throw new Error(`the build failed:\n${built.stderr.toString()}`);
  writeFileSync(join(home, "package.json"), '{ "type": "module" }');
  cpSync(join(root, "programs"), join(home, "programs"), { recursive: true });
  const command = join(home, "dist", "cli.js");
  const env = { PATH: process.env["PATH"] ?? "" };
  return {
    folder,
    rasp: (words, input = "", environment = {}, file) => {
      const output = file === undefined ? "pipe" : openSync(file, "w");
      const { status, stdout, stderr } = spawnSync(process.execPath, [command, ...words], {
        cwd: folder,
        env: { ...env, ...environment },
        input,
        stdio: ["pipe", output, "pipe"],
        encoding: "utf8",
        maxBuffer: 2 ** 28,
      });
      if (typeof output === "number") closeSync(output);
      return { status, stdout, stderr };
    },
    start: (words) => spawn(process.execPath, [command, ...words], { cwd: folder, env }),
    write: (name, content) => {
      writeFileSync(join(folder, name), content);
    },
    read: (name) => readFileSync(join(folder, name), "utf8"),
    list: () => readdirSync(folder).toSorted(),
    remove: () => {
      rmSync(home, { recursive: true });
    },
  };
}
