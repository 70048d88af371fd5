#!/usr/bin/env node
/** The `rasp` command. */
import { fileURLToPath } from "node:url";
import { runCommandLine } from "./program.ts";

// Both lie at the same distance from this file in the sources and in dist/.
const bundled = fileURLToPath(new URL("../programs/", import.meta.url));
const worker = new URL("./worker.js", import.meta.url);

// Whoever reads us may stop reading, as in `rasp … | head`; a full disk is an error.
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit();
    if (stream === process.stderr) process.exit(2);
    void import("./complaints.ts").then(({ unwritten }) => {
      process.stderr.write(unwritten(error.message));
      process.exit(2);
    });
  });
}

process.exitCode = await runCommandLine(process.argv.slice(2), { bundled, worker });
