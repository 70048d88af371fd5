/** A hunt whose worker dies loses no count, and shows the text that it died of. */
import { Worker } from "node:worker_threads";
import { expect, test } from "vitest";
import { startCounts, total, type Counts } from "../../hunt/runner/counts.ts";
import { huntSeeds } from "../../hunt/runner/workers.ts";

/** Tries nothing: seed 3 is a finding, and `fate` befalls it at seed 5. */
function doomed(fate: string): string {
  return `
    const { parentPort, workerData: { first, last } } = require("node:worker_threads");
    for (let seed = first; seed <= last; seed++) {
      const title = "seed " + seed;
      parentPort.postMessage({ kind: "trying", seed, title, text: "text " + seed });
      if (seed === 3) parentPort.postMessage({ kind: "found", title: title + ": WRONG", text: "text 3", details: "" });
      if (seed === 5) { ${fate} }
      parentPort.postMessage({ kind: "judged", category: seed % 2 === 1 ? "odd" : "even", ms: 40 + seed });
    }
    parentPort.postMessage({ kind: "done" });
  `;
}

async function hunt(
  fate: string,
  workers = 1,
): Promise<{ readonly counts: Counts; readonly printed: string }> {
  let printed = "";
  const counts = startCounts();
  await huntSeeds(
    {
      first: 1,
      last: 8,
      workers,
      start: (first, last) =>
        new Worker(doomed(fate), {
          eval: true,
          workerData: { first, last },
          resourceLimits: { maxOldGenerationSizeMb: 16 },
        }),
      mostMs: 1_000,
      show: ({ title, text }) => (printed += `=== ${title}\n${text}\n`),
    },
    counts,
  );
  return { counts, printed };
}

test.each([
  ["runs out of memory", "const all = []; for (;;) all.push(new Array(1000).fill(seed));", /CRASH: .*memory/],
  ["throws", 'throw new Error("oh");', /CRASH: oh/],
  ["ends", "process.exit(3);", /CRASH: the worker ended with 3/],
  ["hangs", "for (;;);", /HANG: more than 1 s/],
])("where it %s", async (_, fate, said) => {
  const { counts, printed } = await hunt(fate);
  expect(total(counts)).toBe(8);
  expect(total(counts, "odd")).toBe(3);
  expect(total(counts, "even")).toBe(4);
  expect(counts).toMatchObject({ slowestMs: 48, findings: 2 });
  expect(printed).toMatch(/^=== seed 3: WRONG\ntext 3$/m);
  expect(printed).toMatch(new RegExp(`^=== seed 5: ${said.source}.*\ntext 5$`, "m"));
});

test.each([1, 3, 8])("%i workers that come to their end", async (workers) => {
  const { counts, printed } = await hunt("", workers);
  expect(Object.fromEntries(counts.categories)).toEqual({ odd: 4, even: 4 });
  expect(counts).toMatchObject({ slowestMs: 48, findings: 1 });
  expect(printed).toBe("=== seed 3: WRONG\ntext 3\n");
});

test("a worker that dies before its first subject is not begun again", async () => {
  const counts = startCounts();
  let shown = "";
  await huntSeeds(
    {
      first: 1,
      last: 8,
      workers: 1,
      start: () => new Worker('throw new Error("no corpus");', { eval: true }),
      mostMs: 1_000,
      show: ({ title }) => (shown += title),
    },
    counts,
  );
  expect(shown).toBe("seeds 1–8: CRASH: no corpus");
  expect(counts.findings).toBe(1);
});
