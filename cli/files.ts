/** Reads sources and writes results. What the file system refuses is a diagnostic. */
import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import type { Folder } from "../commands/shared/command.ts";
import type { Diagnostic } from "../language/diagnostics/diagnostic.ts";
import type { Load, Source } from "../language/source.ts";
import { suggest } from "../language/diagnostics/suggest.ts";
import { report } from "../language/diagnostics/report.ts";

export type ReadFile =
  | { readonly kind: "source"; readonly source: Source; readonly bundled: boolean }
  | { readonly kind: "problem"; readonly diagnostic: Diagnostic };

/** Reads a file named on the command line; `-` is standard input, and a bare name may be a bundled program. */
export function readNamed(name: string, bundled: string): ReadFile {
  if (name === "-") return readPath("<stdin>", 0, false);
  const isBare = basename(name) === name && !isThere(name);
  if (isBare && isThere(join(bundled, name))) return readPath(name, join(bundled, name), true);
  return readPath(name, name, false);
}

function readPath(name: string, path: string | number, bundled: boolean): ReadFile {
  let text: string | null;
  try {
    text = readText(path);
  } catch (error) {
    return { kind: "problem", diagnostic: explain(name, error) };
  }
  if (text?.slice(0, 8_192).includes("\0") === true) {
    return { kind: "problem", diagnostic: report("binary-file", { name }) };
  }
  if (text === null) return { kind: "problem", diagnostic: report("not-utf-8", { name }) };
  return { kind: "source", source: { name, text }, bundled };
}

/** Null where it is not UTF-8. A byte order mark stays, so that places in the text are places in the file. */
function readText(path: string | number): string | null {
  if (typeof path === "string") {
    // Takes half the memory, but reads what is not UTF-8 as U+FFFD.
    const text = readFileSync(path, "utf8");
    if (text.slice(0, 8_192).includes("\0") || !text.includes("\uFFFD")) return text;
  }
  const bytes = readFileSync(path);
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return bytes.subarray(0, 8_192).includes(0) ? "\0" : null;
  }
}

/**
 * Finds what `load "path";` names: beside the loading file, then in the working
 * directory, then among the bundled programs. Files of ours are shown as `<bundled>/name`.
 */
export function createLoad(bundled: string): Load {
  const prefix = "<bundled>/";
  return (path, from) => {
    const file = `${path}.rasp`;
    const fromBundled = from.name.startsWith(prefix);
    const beside = fromBundled
      ? join(bundled, dirname(from.name.slice(prefix.length)), file)
      : join(dirname(from.name), file);
    const candidates: readonly (readonly [string, string])[] = [
      [fromBundled ? prefix + join(dirname(from.name.slice(prefix.length)), file) : beside, beside],
      [file, file],
      [prefix + file, join(bundled, file)],
    ];
    const found = candidates.find(([, at]) => isThere(at));
    if (found === undefined) return null;
    const [name, at] = found;
    const read = readPath(name, at, false);
    if (read.kind === "source") return read.source;
    const { code, message, help } = read.diagnostic;
    return { code, reason: message, ...(help === undefined ? {} : { help }) };
  };
}

/** True if both names lead to one file. */
export function isSameFile(one: string, other: string): boolean {
  if (resolve(one) === resolve(other)) return true;
  try {
    const [first, second] = [statSync(one), statSync(other)];
    return first.dev === second.dev && first.ino === second.ino;
  } catch {
    return false;
  }
}

function isThere(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
  } catch {
    // Part of the path is no directory, or may not be looked into: reading it will say so.
    return false;
  }
}

/** The place of a program's weights file when the user names none: beside it. */
export function weightsPath(program: string): string {
  return join(dirname(program), `${basename(program, ".rasp")}.weights.json`);
}

/**
 * Writes the whole file or nothing: a temporary file beside it is renamed at the
 * end. A link is followed; what is no file, such as a pipe, is written to directly.
 */
export function writeWhole(
  path: string,
  data: string | Uint8Array,
  onTemporary: (path: string) => void,
): Diagnostic | null {
  let temporary: string | null = null;
  try {
    const there = statSync(path, { throwIfNoEntry: false });
    if (there?.isDirectory() ?? false) {
      return report("is-a-directory", { case: "written", name: path });
    }
    if (there !== undefined && !there.isFile()) {
      writeFileSync(path, data);
      return null;
    }
    const target = there === undefined ? resolve(path) : realpathSync(path);
    // Renaming would not ask.
    if (there !== undefined) accessSync(target, constants.W_OK);
    temporary = join(dirname(target), `.${basename(target)}.${String(process.pid)}.tmp`);
    onTemporary(temporary);
    writeFileSync(temporary, data);
    if (there !== undefined) chmodSync(temporary, there.mode);
    renameSync(temporary, target);
    return null;
  } catch (error) {
    if (temporary !== null) rmSync(temporary, { force: true });
    return explain(path, error, "write");
  }
}

/** A folder to write in: made if it is not there, and removed again where nothing could be written to it. */
export function openFolder(path: string, onTemporary: (path: string) => void): Folder | Diagnostic {
  const isNew = !existsSync(path);
  try {
    if (isNew) mkdirSync(path);
    else if (!statSync(path).isDirectory()) {
      return report("not-a-directory", { case: "folder", folder: path });
    }
  } catch (error) {
    return explain(path, error, "write");
  }
  return {
    write: (name, data) => {
      const refused = writeWhole(join(path, name), data, onTemporary);
      if (refused !== null && isNew && readdirSync(path).length === 0) rmdirSync(path);
      return refused;
    },
  };
}

/** What the file system refused, as a diagnostic. */
function explain(name: string, error: unknown, verb: "read" | "write" = "read"): Diagnostic {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  switch (code) {
    case "ENOENT":
      if (verb === "write") {
        return report("no-directory", { directory: dirname(name), file: basename(name) });
      }
      return report("no-file", { name, nearest: nearestFile(name) });
    case "ENOTDIR":
      return report("not-a-directory", { case: "on-the-way", directory: dirname(name), name });
    case "EISDIR":
      return report("is-a-directory", { case: "read", name });
    case "EACCES":
    case "EPERM":
      return report("no-permission", { name, verb });
    default: {
      const reason = error instanceof Error ? error.message : String(error);
      return report(`cannot-${verb}`, { name, reason });
    }
  }
}

function nearestFile(name: string): string | undefined {
  try {
    const files = readdirSync(dirname(name));
    const exact = files.find((file) => file === `${basename(name)}.rasp`);
    const nearest = exact ?? suggest(basename(name), files);
    return nearest === undefined ? undefined : join(dirname(name), nearest);
  } catch {
    return undefined;
  }
}
