/** Times of direct interpretation. `--json` prints the rows for comparing two commits. */
import { Bench } from "tinybench";
import { createEvaluation } from "../interpreter/evaluate.ts";
import type { Atom } from "../language/atom.ts";
import { float, int, string } from "../language/atom.ts";
import type { GraphBuilder } from "../language/build.ts";
import { createGraphBuilder } from "../language/build.ts";
import { isFailure } from "../language/failure.ts";
import type { NodeId } from "../language/graph.ts";
import { chain, runningMean, sort } from "../scripts/subjects/graphs.ts";

const bench = new Bench({ time: 300, warmupTime: 100 });

/** `make` builds the program over the input's tokens. */
function add(
  name: string,
  input: readonly Atom[],
  make: (builder: GraphBuilder, tokens: NodeId) => NodeId,
): void {
  const builder = createGraphBuilder();
  const span = { source: { name: "<bench>", text: "" }, start: 0, end: 0 };
  const node = make(builder, builder.tokens("asis", span));
  bench.add(name, () => {
    const sequence = createEvaluation(builder.graph, input, { causal: false }).sequence(node);
    if (isFailure(sequence)) throw new Error(sequence.message);
  });
}

/** Integers below `limit` in an order that looks random. */
function scattered(size: number, limit: number): readonly number[] {
  return Array.from({ length: size }, (_, i) => (i * 7919 + 13 * i * i) % limit);
}

const letters = (size: number): readonly Atom[] =>
  scattered(size, 26).map((n) => string(String.fromCodePoint(97 + n)));

for (const size of [10, 1000, 10_000]) {
  add(`sort n=${size} ints`, scattered(size, 1_000_003).map(int), (builder, tokens) =>
    sort(builder, tokens, tokens),
  );
}
add("sort n=1000 letters", letters(1000), (builder, tokens) => sort(builder, tokens, tokens));
add("running mean n=1000 ints", scattered(1000, 1000).map(int), runningMean);
add(
  "running mean n=1000 thirds",
  scattered(1000, 1000).map((n) => float(n / 3)),
  runningMean,
);
add("chain of 1000 maps n=1000", scattered(1000, 1000).map(int), (builder, tokens) =>
  chain(builder, tokens, 1000),
);
add("chain of 100000 maps n=5", scattered(5, 5).map(int), (builder, tokens) =>
  chain(builder, tokens, 100_000),
);

await bench.run();

const rows = bench.tasks.map(({ name, result }) => ({
  name,
  medianMs: result.state === "completed" ? result.latency.p50 : NaN,
}));
process.stdout.write(
  process.argv.includes("--json")
    ? `${JSON.stringify(rows, null, 2)}\n`
    : rows.map((row) => `${row.medianMs.toFixed(3).padStart(10)} ms  ${row.name}\n`).join(""),
);
