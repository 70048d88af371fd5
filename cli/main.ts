#!/usr/bin/env node
/** The `rasp` command. */
import { fileURLToPath } from "node:url";
import { runCommandLine } from "./commands.ts";

// Both lie at the same distance from this file in the sources and in dist/.
const bundled = fileURLToPath(new URL("../programs/", import.meta.url));
const worker = new URL("./worker.js", import.meta.url);

// Whoever reads us may stop reading: `rasp … | head`.
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit();
    throw error;
  });
}

process.exitCode = await runCommandLine(process.argv.slice(2), { bundled, worker });
