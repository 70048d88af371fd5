import { chmodSync, lstatSync, rmSync, statSync, symlinkSync, watch } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { install, type Installed } from "./command.ts";

let installed: Installed;
beforeAll(() => {
  installed = install();
  installed.write(
    "copy.rasp",
    '#: vocabulary "ab"\n#: max-length 3\n#: example "ab"\n#: expect x("ba") = ["b", "a"]\nx = tokens;\n',
  );
  installed.write("wrong.rasp", "x = lenght;\ny = indicez;\n");
  installed.write("binary.rasp", new Uint8Array([120, 0, 1, 2]));
  installed.write("latin.rasp", new Uint8Array([34, 0xe9, 34, 59]));
});
afterAll(() => {
  installed.remove();
});

describe("exit status and streams", () => {
  test.each([
    ["help", ["--help"], 0, /^Usage: rasp/, /^$/],
    ["help of a command", ["diff", "--help"], 0, /--samples/, /^$/],
    ["version", ["--version"], 0, /^\d+\.\d+\.\d+\n$/, /^$/],
    ["nothing", [], 2, /^$/, /Usage: rasp/],
    ["interpret", ["interpret", "copy.rasp"], 0, /s-op: x\n.*x\("ab"\) = \[a, b\] \(strings\)/, /^$/],
    ["an input as a word", ["run", "copy.rasp", "bab"], 0, /^x\("bab"\) = \[b, a, b\] \(strings\)\n$/, /^$/],
    ["check", ["check", "copy.rasp"], 0, /^copy\.rasp: nothing wrong\n$/, /^$/],
    ["test", ["test", "copy.rasp"], 0, /^copy\.rasp: 1 passed, 0 failed\n$/, /^$/],
    ["diff", ["diff", "copy.rasp"], 0, /^no difference: 14 inputs, every input; 34 values compared\n$/, /^$/],
    [
      "a program with errors",
      ["check", "wrong.rasp"],
      1,
      /^wrong\.rasp: 2 errors, 0 warnings\n$/,
      /error\[unknown-name\][^]*wrong\.rasp:1:5[^]*did you mean `length`\?[^]*wrong\.rasp:2:5/,
    ],
    ["an input that is not acceptable", ["run", "copy.rasp", "abc"], 1, /^$/, /"c" at position 2/],
    ["no vocabulary", ["compile", "-"], 2, /^$/, /no-destination/],
    ["a missing file", ["check", "cpoy.rasp"], 2, /^$/, /no-file.*cpoy\.rasp\n.*did you mean `copy\.rasp`\?/],
    ["a missing extension", ["check", "copy"], 2, /^$/, /did you mean `copy\.rasp`\?/],
    ["a directory", ["check", "."], 2, /^$/, /is-a-directory/],
    ["a binary file", ["check", "binary.rasp"], 2, /^$/, /binary-file/],
    ["a file that is not UTF-8", ["check", "latin.rasp"], 2, /^$/, /not-utf-8/],
    ["a file in a file", ["check", "copy.rasp/x.rasp"], 2, /^$/, /not-a-directory.*copy\.rasp is not/],
    ["no name for the model", ["compile", "copy.rasp", "-o", ""], 2, /^$/, /no-destination.*names no file/],
    ["a full disk", ["compile", "copy.rasp", "-o", "/dev/full"], 2, /^$/, /cannot-write.*ENOSPC/],
    ["an unknown command", ["chekc", "copy.rasp"], 2, /^$/, /Did you mean check\?/],
    ["an unknown flag", ["check", "--jsno", "copy.rasp"], 2, /^$/, /Did you mean --json\?/],
    ["a flag without its value", ["compile", "copy.rasp", "--vocab"], 2, /^$/, /argument missing/],
    [
      "a flag with a wrong value",
      ["compile", "copy.rasp", "--precision", "half"],
      2,
      /^$/,
      /float32, float64/,
    ],
    ["a length of nothing", ["compile", "copy.rasp", "--max-length", "0"], 2, /^$/, /at least 1/],
    ["too few files", ["check"], 2, /^$/, /missing required argument/],
    [
      "a bundled program",
      ["run", "reverse.rasp", "abc"],
      0,
      /\[c, b, a\]/,
      /^using the bundled program reverse\.rasp\n$/,
    ],
  ])("%s", (_, words, status, stdout, stderr) => {
    const ran = installed.rasp(words);
    expect(ran.stderr).toMatch(stderr);
    expect(ran.stdout).toMatch(stdout);
    expect(ran.status).toBe(status);
  });

  test("a program on standard input", () => {
    const ran = installed.rasp(["interpret", "-", "--input", "ab"], "x = length;");
    expect(ran).toEqual({
      status: 0,
      stdout: '     s-op: x\n \t Example: x("ab") = [2]*2 (ints)\n',
      stderr: "",
    });
  });

  test("quiet leaves results and errors", () => {
    expect(installed.rasp(["run", "reverse.rasp", "abc", "--quiet"]).stderr).toBe("");
    expect(installed.rasp(["check", "wrong.rasp", "--quiet"]).stderr).toMatch(/^error\[/);
    expect(installed.rasp(["compile", "copy.rasp", "--quiet", "-o", "quiet.json"]).stdout).toBe("");
  });

  test("colours only when asked for, off a terminal", () => {
    const escape = "\u001B[";
    expect(installed.rasp(["check", "wrong.rasp"]).stderr).not.toContain(escape);
    expect(installed.rasp(["check", "wrong.rasp"], "", { FORCE_COLOR: "1" }).stderr).toContain(escape);
    expect(
      installed.rasp(["check", "wrong.rasp"], "", { FORCE_COLOR: "1", NO_COLOR: "1" }).stderr,
    ).not.toContain(escape);
    expect(
      installed.rasp(["check", "--no-color", "wrong.rasp"], "", { FORCE_COLOR: "1" }).stderr,
    ).not.toContain(escape);
  });
});

describe("--json prints one document", () => {
  test.each([
    ["interpret", ["interpret", "copy.rasp"], 0, ["version", "runs", "diagnostics"]],
    ["run", ["run", "copy.rasp"], 0, ["version", "engine", "runs", "model", "diagnostics"]],
    ["check", ["check", "copy.rasp", "wrong.rasp"], 1, ["version", "files", "diagnostics"]],
    ["test", ["test", "copy.rasp"], 0, ["version", "files", "passed", "failed", "diagnostics"]],
    ["a missing file", ["diff", "nosuch.rasp"], 2, ["version", "diagnostics"]],
    ["an unknown flag", ["diff", "copy.rasp", "--nope"], 2, ["version", "diagnostics"]],
    ["an unknown command", ["dif", "copy.rasp"], 2, ["version", "diagnostics"]],
    ["two documents", ["compile", "copy.rasp", "-o", "-"], 2, ["version", "diagnostics"]],
    [
      "diff",
      ["diff", "copy.rasp"],
      0,
      [
        "version",
        "program",
        "outputs",
        "engine",
        "checked",
        "exhaustive",
        "seed",
        "inputs",
        "positions",
        "skipped",
        "mismatches",
        "first",
        "milliseconds",
        "diagnostics",
      ],
    ],
  ])("%s", (_, words, status, keys) => {
    const ran = installed.rasp([...words, "--json"]);
    const document: unknown = JSON.parse(ran.stdout);
    expect(Object.keys(document ?? {})).toEqual(keys);
    expect(ran.stderr).toBe("");
    expect(ran.status).toBe(status);
  });
});

describe("compile", () => {
  test("writes beside the program, deterministically, and reports what it wrote", () => {
    const ran = installed.rasp(["compile", "copy.rasp", "--json"]);
    expect(ran.status).toBe(0);
    const text = installed.read("copy.weights.json");
    expect(JSON.parse(ran.stdout)).toMatchObject({
      version: 1,
      program: "copy.rasp",
      outputs: ["x"],
      path: "copy.weights.json",
      bytes: Buffer.byteLength(text),
      maxLength: 3,
      vocabularySize: 2,
      causal: false,
      certified: true,
      diagnostics: [],
    });
    expect(installed.rasp(["compile", "copy.rasp", "-o", "-", "--quiet"]).stdout).toBe(text);
    expect(installed.rasp(["run", "copy.weights.json", "--input", "ba"]).stdout).toBe(
      'x("ba") = [b, a] (strings)\n',
    );
    expect(installed.rasp(["diff", "copy.rasp", "copy.weights.json"]).stdout).toMatch(/^no difference/);
  });

  test("writes nothing where there are errors, and leaves no temporary file", () => {
    const before = installed.list();
    expect(installed.rasp(["compile", "wrong.rasp", "--vocab", "ab", "--max-length", "3"]).status).toBe(1);
    expect(installed.rasp(["compile", "copy.rasp", "-o", "nowhere/x.json"]).status).toBe(2);
    expect(installed.rasp(["compile", "copy.rasp", "-o", "."]).status).toBe(2);
    expect(installed.rasp(["compile", "copy.rasp", "-o", "copy.rasp"]).status).toBe(2);
    expect(installed.list()).toEqual(before);
    expect(installed.read("copy.rasp")).toContain("x = tokens;");
  });

  test.each([
    ["by another path", "./copy.rasp"],
    ["by its whole path", "WHOLE"],
    ["by a link", "copy-link.json"],
  ])("never writes over the program, named %s", (_, path) => {
    if (path.endsWith("link.json")) symlinkSync("copy.rasp", join(installed.folder, path));
    const destination = path === "WHOLE" ? join(installed.folder, "copy.rasp") : path;
    const ran = installed.rasp(["compile", "copy.rasp", "-o", destination]);
    expect(ran.status).toBe(2);
    expect(ran.stderr).toContain("overwrites-program");
    expect(installed.read("copy.rasp")).toContain("x = tokens;");
  });

  test.skipIf(process.getuid?.() === 0)("never writes over a file that may not be written", () => {
    installed.write("kept.json", "mine");
    chmodSync(join(installed.folder, "kept.json"), 0o444);
    const ran = installed.rasp(["compile", "copy.rasp", "-o", "kept.json"]);
    expect(ran.status).toBe(2);
    expect(ran.stderr).toMatch(/no-permission.*kept\.json\n.*name another place/);
    expect(installed.read("kept.json")).toBe("mine");
  });

  test("keeps the mode of a file that it replaces", () => {
    installed.write("private.json", "old");
    chmodSync(join(installed.folder, "private.json"), 0o600);
    expect(installed.rasp(["compile", "copy.rasp", "-o", "private.json"]).status).toBe(0);
    expect(statSync(join(installed.folder, "private.json")).mode & 0o777).toBe(0o600);
  });

  test("a full standard output is an error in one line", () => {
    for (const words of ["--help", "run copy.rasp ab", "compile copy.rasp -o -"]) {
      const ran = installed.rasp(words.split(" "), "", {}, "/dev/full");
      expect(ran.status).toBe(2);
      expect(ran.stderr).toMatch(/error\[cannot-write\]: cannot write to standard output: ENOSPC.*\n$/);
      expect(ran.stderr).not.toContain("    at ");
    }
  });

  test("follows links, and writes to what is no file directly", () => {
    installed.write("real.json", "old");
    symlinkSync("real.json", join(installed.folder, "link.json"));
    expect(installed.rasp(["compile", "copy.rasp", "-o", "link.json"]).status).toBe(0);
    expect(installed.read("real.json")).toContain("rasp-compiler-weights");
    expect(lstatSync(join(installed.folder, "link.json")).isSymbolicLink()).toBe(true);
    expect(installed.rasp(["compile", "copy.rasp", "-o", "/dev/null"]).status).toBe(0);
    expect(statSync("/dev/null").isCharacterDevice()).toBe(true);
  });

  test("asks for vocabulary and length", () => {
    installed.write("bare.rasp", "x = tokens;");
    const ran = installed.rasp(["compile", "bare.rasp", "--json"]);
    expect(ran.status).toBe(2);
    expect(JSON.parse(ran.stdout)).toMatchObject({
      certified: false,
      path: null,
      diagnostics: [{ code: "missing-vocabulary" }, { code: "missing-max-length" }],
    });
  });
});

describe("files of the other kind", () => {
  beforeAll(() => {
    installed.rasp(["compile", "copy.rasp", "-o", "model.json"]);
  });

  test.each([
    ["compile model.json", /not-a-program.*model\.json is a weights file[^]*rasp verify model\.json/],
    ["check copy.rasp model.json", /not-a-program.*model\.json is a weights file/],
    ["diff model.json copy.rasp", /not-a-program[^]*rasp diff PROGRAM model\.json/],
    ["verify model.json --against model.json", /not-a-program[^]*after `--against`/],
    ["verify copy.rasp", /bad-model.*not JSON[^]*`rasp compile copy\.rasp` makes one/],
    ["diff copy.rasp copy.rasp", /bad-model.*not JSON[^]*`rasp compile copy\.rasp` makes one/],
  ])("%s", (words, stderr) => {
    const ran = installed.rasp(words.split(" "));
    expect(ran).toMatchObject({ status: 2, stdout: "" });
    expect(ran.stderr).toMatch(stderr);
  });

  test("a weights file that is cut off, empty, or begins with a byte order mark", () => {
    const text = installed.read("model.json");
    installed.write("cut.json", text.slice(0, 1_000));
    installed.write("empty.json", "");
    installed.write("marked.json", `\uFEFF${text}`);
    const said = (file: string): string => installed.rasp(["run", file, "ab"]).stderr;
    expect(said("cut.json")).toMatch(/bad-model.*cut\.json: not JSON: the text ends inside /);
    expect(said("empty.json")).toMatch(/bad-model.*empty\.json: not JSON: the file is empty/);
    expect(installed.rasp(["run", "marked.json", "ab"]).stdout).toBe('x("ab") = [a, b] (strings)\n');
  });
});

describe("load", () => {
  test("looks beside the loading file, then here, then among the bundled programs", () => {
    installed.write("lib.rasp", "here = 1;");
    installed.write("user.rasp", 'load "lib"; load "reverse"; x = here + 1;');
    const ran = installed.rasp([
      "interpret",
      "user.rasp",
      "--output",
      "x",
      "--output",
      "reversed",
      "--input",
      "ab",
    ]);
    expect(ran.stdout).toContain("value: x =  2");
    expect(ran.stdout).toContain('reversed("ab") = [b, a] (strings)');
  });

  test("a file that is there but cannot be read is reported as such", () => {
    installed.write("uses.rasp", 'load "latin"; x = 1;');
    const ran = installed.rasp(["check", "uses.rasp"]);
    expect(ran.status).toBe(2);
    expect(ran.stderr).toContain(`error[not-utf-8]: latin.rasp is not valid UTF-8
 ┌─ uses.rasp:1:6
 │
1│ load "latin"; x = 1;
 │      ^^^^^^^ cannot be read
 = help: save it in UTF-8`);
    expect(ran.stderr).not.toContain("there is no file");
  });
});

describe("interruption", () => {
  test("ends at once with 130", async () => {
    const child = installed.start(["diff", "sort.rasp", "--limit", "0", "--samples", "100000000"]);
    const ended = new Promise<number | null>((resolve) => child.on("exit", resolve));
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    child.kill("SIGINT");
    expect(await ended).toBe(130);
  });

  // Whenever it comes, there is the whole file or none: at once, in the midst of things, while it is written.
  test.each([0, 300, "when the file is being written"] as const)(
    "of a compilation leaves nothing behind: %s",
    async (moment) => {
      const before = installed.list();
      const child = installed.start(["compile", "sort.rasp", "--max-length", "1000", "-o", "slow.json"]);
      const ended = new Promise<number | null>((resolve) => child.on("exit", resolve));
      const interrupt = (): void => {
        child.kill("SIGINT");
      };
      if (typeof moment === "number") setTimeout(interrupt, moment);
      const watcher = watch(installed.folder, (_, name) => {
        if (name?.endsWith(".tmp") === true) interrupt();
      });
      const status = await ended;
      watcher.close();
      const left = installed.list().filter((name) => !before.includes(name));
      // A signal may come before the command can hear it, or when its work is done.
      expect([0, 130, null]).toContain(status);
      // The whole file or none.
      const isWhole = (name: string): boolean =>
        /"contentHash":"[0-9a-f]{64}"\n}\n$/.test(installed.read(name));
      expect(left.filter((name) => name !== "slow.json" || !isWhole(name))).toEqual([]);
      rmSync(join(installed.folder, "slow.json"), { force: true });
    },
  );

  test("ends a command that waits for standard input", async () => {
    const child = installed.start(["check", "-"]);
    const ended = new Promise((resolve) => {
      child.on("exit", (status, signal) => {
        resolve(status ?? signal);
      });
    });
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    child.kill("SIGINT");
    expect(await ended).toBe("SIGINT");
  });

  test("a reader who stops reading is no error", async () => {
    const child = installed.start(["compile", "sort.rasp", "-o", "-"]);
    child.stdout.destroy();
    let stderr = "";
    child.stderr.on("data", (data: Buffer) => (stderr += data.toString()));
    await new Promise((resolve) => child.on("exit", resolve));
    expect(stderr).not.toMatch(/EPIPE/);
  });
});
