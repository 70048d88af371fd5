/** The assembled model as text: dimensions, layers, tensors. */
import type { Tensor } from "../../runtime/model.ts";
import type { Assembled, Block } from "../assembly/assemble.ts";
import type { Dimension } from "../assembly/layout.ts";
import type { Circuit } from "../lowering/circuit/circuit.ts";
import { namesOf, showAffine, type NameOf } from "./circuit.ts";
import { section, showNumber, table } from "./text.ts";

export function printLayout({
  circuit,
  assembled,
}: {
  readonly circuit: Circuit;
  readonly assembled: Assembled;
}): string {
  const { config, layout, blocks, tensors } = assembled;
  const name = namesOf(circuit);
  const sizes = [
    `${config.precision}, d_model ${String(config.dModel)}, d_head ${String(config.dHead)}, ${config.causal ? "causal" : "bidirectional"}`,
  ];
  return [
    ...sizes,
    ...section("dimensions", table(layout.dimensions.map((dimension) => printDimension(dimension, name)))),
    ...blocks.flatMap((block, layer) => section(`layer ${String(layer)}`, printBlock(block, name))),
    ...section("tensors", table(Object.entries(tensors).map(printTensor))),
    "",
  ].join("\n");
}

function printDimension({ name, slot, source, features }: Dimension, nameOf: NameOf): readonly string[] {
  const carried =
    features.length > MOST_CARRIED ? `${String(features.length)} columns` : features.map(nameOf).join(", ");
  const offset =
    source.kind === "written" && source.offset !== 0 ? `from ${showNumber(source.offset)} on` : "";
  const isItself = carried === name || carried === `\`${name}\`` || carried === "";
  return [String(slot), name, source.kind, offset, isItself ? "" : `carries ${carried}`];
}

/** One-hot dimensions carry many columns, which the circuit lists. */
const MOST_CARRIED = 4;

function printBlock({ heads, neurons, erasures }: Block, name: NameOf): readonly string[] {
  const forms = heads.flatMap(({ head, dimensions, values, manner, greatestScore }, position) => [
    `head ${String(position)} #${String(head.id)} ${head.kind}, BOS at ${showNumber(manner.bosScore)}, scores up to ${showNumber(greatestScore)}`,
    ...dimensions.map(
      ({ query, key }) => `    query ${showAffine(query, name)} · key ${showAffine(key, name)}`,
    ),
    ...values.map(({ value, writes }) => {
      const written = writes.map(({ feature, weight }) => `${showNumber(weight)} into ${name(feature)}`);
      return `    value ${showAffine(value, name)}: ${written.join(", ")}`;
    }),
  ]);
  const erased = erasures.map(({ dimension, slot, low }) => {
    const how = low === null ? "two neurons" : `one neuron from ${showNumber(low)} on`;
    return `${how} clear dimension ${String(slot)} of ${dimension.name}`;
  });
  return [...forms, ...(neurons.length === 0 ? [] : [`${String(neurons.length)} neurons`]), ...erased];
}

function printTensor([name, tensor]: readonly [string, Tensor]): readonly string[] {
  const values = "data" in tensor ? tensor.data : tensor.values;
  let [nonzero, greatest] = [0, 0];
  for (const value of values) {
    if (value !== 0) nonzero++;
    greatest = Math.max(greatest, Math.abs(value));
  }
  return [
    name,
    tensor.shape.join(" × "),
    `${String(nonzero)} not zero`,
    nonzero === 0 ? "" : `at most ${showNumber(greatest)}`,
  ];
}
