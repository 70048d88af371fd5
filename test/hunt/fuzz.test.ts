/** A fuzzer whose worker dies loses no count, and shows the text that it died of. */
import { Worker } from "node:worker_threads";
import { expect, test } from "vitest";
import { fuzzAll, shared } from "../../hunt/fuzz-run.ts";

/** Fuzzes nothing: seed 3 is a finding, and `fate` befalls it at seed 5. */
function doomed(fate: string): string {
  return `
    const { parentPort, workerData: { from, last, counts } } = require("node:worker_threads");
    const counted = new Int32Array(counts);
    for (let seed = from; seed <= last; seed++) {
      Atomics.store(counted, ${String(shared.seed)}, seed);
      if (seed === 3) parentPort.postMessage({ kind: "found", seed, what: "WRONG", text: "text 3" });
      if (seed === 5) { ${fate} }
      Atomics.add(counted, ${String(shared.inputs)}, 1);
      Atomics.add(counted, ${String(shared.correct)}, seed % 2);
      Atomics.store(counted, ${String(shared.slowestMs)}, 40 + seed);
    }
    parentPort.postMessage({ kind: "done" });
  `;
}

async function fuzz(fate: string): Promise<{ readonly totals: object; readonly printed: string }> {
  let printed = "";
  const totals = await fuzzAll({
    first: 1,
    last: 8,
    start: (from, counts) =>
      new Worker(doomed(fate), {
        eval: true,
        workerData: { from, last: 8, counts },
        resourceLimits: { maxOldGenerationSizeMb: 16 },
      }),
    textOf: (seed) => `text ${String(seed)}`,
    mostMs: 1_000,
    print: (text) => (printed += text),
  });
  return { totals, printed };
}

test.each([
  ["runs out of memory", "const all = []; for (;;) all.push(new Array(1000).fill(seed));", /CRASH: .*memory/],
  ["throws", 'throw new Error("oh");', /CRASH: oh/],
  ["ends", "process.exit(3);", /CRASH: the worker ended with 3/],
  ["hangs", "for (;;);", /HANG: more than 1 s/],
])("where it %s", async (_, fate, said) => {
  const { totals, printed } = await fuzz(fate);
  expect(totals).toEqual({ inputs: 8, correct: 3, slowestMs: 48, found: 2 });
  expect(printed).toMatch(/^=== seed 3: WRONG\n"text 3"$/m);
  expect(printed).toMatch(new RegExp(`^=== seed 5: ${said.source}.*\n"text 5"$`, "m"));
});

test("a worker that comes to its end", async () => {
  const { totals, printed } = await fuzz("");
  expect(totals).toEqual({ inputs: 8, correct: 4, slowestMs: 48, found: 1 });
  expect(printed).not.toMatch(/CRASH|HANG/);
});
