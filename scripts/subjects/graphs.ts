/** Program graphs built by hand, as elaboration builds them. */
import { int } from "../../language/atom.ts";
import type { GraphBuilder } from "../../language/build.ts";
import type { NodeId } from "../../language/graph.ts";
import type { Span } from "../../language/source.ts";

const NOWHERE: Span = { source: { name: "<bench>", text: "" }, start: 0, end: 0 };

/** The library's `sort(values, keys)`: each value goes where as many keys are smaller, or equal and earlier. */
export function sort(builder: GraphBuilder, values: NodeId, keys: NodeId): NodeId {
  const indices = builder.indices(NOWHERE);
  const smaller = builder.select(keys, keys, "<", NOWHERE);
  const equal = builder.select(keys, keys, "==", NOWHERE);
  const earlier = builder.select(indices, indices, "<", NOWHERE);
  const before = builder.either(smaller, builder.both(equal, earlier, NOWHERE), NOWHERE);
  const target = builder.width(before, NOWHERE);
  return builder.aggregate(builder.select(target, indices, "==", NOWHERE), values, int(0), NOWHERE);
}

/** At each position the mean of all values up to it. */
export function runningMean(builder: GraphBuilder, values: NodeId): NodeId {
  const indices = builder.indices(NOWHERE);
  return builder.aggregate(builder.select(indices, indices, "<=", NOWHERE), values, int(0), NOWHERE);
}

/** `((tokens + 1) * 1 + 1) ...`: a chain of elementwise steps. */
export function chain(builder: GraphBuilder, values: NodeId, steps: number): NodeId {
  let node = values;
  const one = builder.constant(int(1), NOWHERE);
  for (let step = 0; step < steps; step++) {
    node = builder.map({ kind: "binary", symbol: step % 2 === 0 ? "+" : "*" }, [node, one], NOWHERE);
  }
  return node;
}
