/**
 * Builds dist/: the command (dist/cli.js, split so that `rasp --help` loads
 * little), the library (dist/index.js, for any platform), the oracle that both load
 * when asked to (dist/oracle.js), and declarations (dist/types). `node build.mjs bench`
 * and `node build.mjs hunt` build what is in these folders instead, and
 * `node build.mjs command FOLDER` the command alone.
 */
import { build } from "esbuild";
import { spawnSync } from "node:child_process";
import Module, { createRequire } from "node:module";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { Script } from "node:vm";

const root = import.meta.dirname ?? new URL(".", import.meta.url).pathname;

/** Commander is CommonJS inside: its `require("node:events")` needs a real `require`. */
const requireBanner = `import{createRequire as createRequireForBundle}from"node:module";const require=createRequireForBundle(import.meta.url);`;

/** @type {import("esbuild").BuildOptions} */
const common = {
  absWorkingDir: root,
  bundle: true,
  format: "esm",
  target: "es2022",
  // Names are left as they are: internal errors name the function they come from.
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: "none",
  logLevel: "warning",
};

/** @type {import("esbuild").BuildOptions} */
const forNode = {
  ...common,
  platform: "node",
  target: "node20",
  splitting: true,
  chunkNames: "chunks/[name]-[hash]",
  banner: { js: requireBanner },
};

/**
 * The oracle is a file of its own: only who asks for it loads the mathjs in it.
 *
 * @type {import("esbuild").Plugin}
 */
const oracleApart = {
  name: "oracle apart",
  setup: (bundle) => {
    bundle.onResolve({ filter: /\/oracle\.ts$/ }, ({ kind }) =>
      kind === "dynamic-import" ? { path: "./oracle.js", external: true } : undefined,
    );
  },
};

/** @type {import("esbuild").BuildOptions} */
const forAny = { ...common, platform: "neutral", mainFields: ["browser", "module", "main"] };

/** What is done before the code is kept: between them these programs use most of the compiler. */
const warmed = [
  ...["check", "interpret", "test", "diff"].map((command) => ({ command, program: "sort" })),
  ...[
    "sort-by-frequency",
    "dyck-3",
    "majority",
    "most-frequent",
    "shuffle-dyck-2",
    "length",
    "histogram",
    "sort",
    "reverse",
  ].map((program) => ({ command: "compile", program })),
];

const [part, folder = "dist"] = process.argv.slice(2);
if (part === "bench" || part === "hunt") await buildScripts(part);
else if (part === "command") await buildCommand(folder);
else await buildProduct();

async function buildProduct() {
  rmSync(join(root, "dist"), { recursive: true, force: true });
  await buildCommand("dist");
  await build({
    ...forAny,
    entryPoints: ["commands/index.ts"],
    plugins: [oracleApart],
    outfile: "dist/index.js",
  });
  declare();
}

/** @param {string} outdir */
async function buildCommand(outdir) {
  await build({
    ...forNode,
    entryPoints: { cli: "cli/main.ts", worker: "cli/worker.ts" },
    plugins: [oracleApart],
    outdir,
  });
  await build({ ...forAny, entryPoints: ["oracle/oracle.ts"], outdir });
  const outfile = resolve(root, outdir, "perform.cjs");
  await build({
    ...common,
    format: "cjs",
    platform: "node",
    entryPoints: ["cli/perform.ts"],
    alias: { "@noble/hashes/sha2.js": "./cli/sha256.ts" },
    outfile,
  });
  await cacheCode(outfile, resolve(root, outdir, "perform.cache"));
}

/**
 * Keeps the code that V8 makes of a bundle, after a little work with it, since
 * V8 makes a function's code when it is first called. cli/worker.ts loads both.
 *
 * @param {string} bundle
 * @param {string} cache
 */
async function cacheCode(bundle, cache) {
  const script = new Script(Module.wrap(readFileSync(bundle, "utf8")), { filename: bundle });
  const loaded = { exports: {} };
  script.runInThisContext()(loaded.exports, createRequire(bundle), loaded);
  const scratch = mkdtempSync(join(tmpdir(), "rasp-build-"));
  try {
    const warm = async ({ command, program }) => {
      const result = await loaded.exports.perform(
        {
          command,
          files: [join(root, "programs", `${program}.rasp`)],
          flags: { to: join(scratch, "warm.weights.json"), json: command === "compile", debug: true },
          colour: { stdout: false, stderr: false },
          bundled: join(root, "programs/"),
        },
        () => {},
      );
      if (result.status !== 0) throw new Error(`${command} ${program}: ${result.stdout}${result.stderr}`);
    };
    await Promise.all(warmed.map(warm));
  } finally {
    rmSync(scratch, { recursive: true });
  }
  writeFileSync(cache, script.createCachedData());
}

/** @param {string} from */
async function buildScripts(from) {
  await buildCommand("dist");
  const names = readdirSync(join(root, from), { recursive: true, encoding: "utf8" });
  const entryPoints = names.filter((name) => name.endsWith(".ts")).map((name) => `${from}/${name}`);
  await build({ ...forNode, entryPoints, outbase: from, outdir: `dist/${from}` });
}

function declare() {
  const require = createRequire(import.meta.url);
  const compiler = join(dirname(require.resolve("typescript/package.json")), "bin", "tsc");
  if (!existsSync(compiler)) throw new Error(`no TypeScript compiler at ${compiler}`);
  const { status } = spawnSync(process.execPath, [compiler, "-p", "tsconfig.build.json"], {
    cwd: root,
    stdio: "inherit",
  });
  if (status !== 0) process.exit(status ?? 1);
}
