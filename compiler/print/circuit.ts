/**
 * The circuit as text: what every feature is and when it is complete, what
 * every head compares and moves, where the hinges of every table lie.
 */
import { displayAtom } from "../../language/display.ts";
import { scale, type Affine } from "../lowering/circuit/affine.ts";
import type { Circuit, CircuitOutput, Claim, Feature, Head } from "../lowering/circuit/circuit.ts";
import { section, showNumber, showNumbers, showPlace } from "./text.ts";

/** Names features in expressions. */
export type NameOf = (feature: number) => string;

export function printCircuit(circuit: Circuit, file: string): string {
  const name = namesOf(circuit);
  return [
    ...section(
      "features",
      circuit.features.flatMap((feature) => printFeature(circuit, feature, name)),
    ),
    ...section(
      "heads",
      circuit.heads.flatMap((head) => printHead(head, name, file)),
    ),
    ...section(
      "outputs",
      circuit.outputs.flatMap((output) => printOutput(output, name)),
    ),
    ...section(
      "stated for the checker",
      circuit.claims.map((claim) => printClaim(claim, name)),
    ),
    "",
  ].join("\n");
}

export function namesOf({ features }: Circuit): NameOf {
  return (id) => {
    const name = features[id]?.name ?? `feature ${String(id)}`;
    return /^[\w.]+$/.test(name) ? name : `\`${name}\``;
  };
}

/** `2·length − indices + 3`. */
export function showAffine({ constant, terms }: Affine, name: NameOf): string {
  const parts = terms.map(([feature, coefficient]) => [coefficient, name(feature)] as const);
  const all = constant !== 0 || parts.length === 0 ? [...parts, [constant, ""] as const] : parts;
  return all
    .map(([coefficient, of], at) => {
      const sign = coefficient < 0 ? "−" : "+";
      const size = Math.abs(coefficient);
      const factor = of === "" ? showNumber(size) : size === 1 ? of : `${showNumber(size)}·${of}`;
      if (at === 0) return coefficient < 0 ? `−${factor}` : factor;
      return `${sign} ${factor}`;
    })
    .join(" ");
}

function printFeature(circuit: Circuit, feature: Feature, name: NameOf): readonly string[] {
  const { time, least, greatest, atBos, meaning } = feature;
  const range =
    feature.kind === "flag"
      ? ""
      : ` from ${showNumber(least)} to ${showNumber(greatest)}, ${showNumber(atBos)} at BOS`;
  const means = meaning === feature.name ? "" : `: ${meaning}`;
  const head = `${String(time)} ${name(feature.id)} ${feature.kind}${range}${means}`;
  return [head, ...printMaking(circuit, feature, name).map((line) => `    ${line}`)];
}

/** What makes the feature. */
function printMaking(circuit: Circuit, feature: Feature, name: NameOf): readonly string[] {
  switch (feature.kind) {
    case "flag":
      return [];
    case "token":
    case "index":
      return [`by ${feature.kind}: ${showNumbers(feature.column)}`];
    case "channel":
      return [
        feature.grid === null ? "exact as it arrives" : `snapped to multiples of ${showNumber(feature.grid)}`,
        ...feature.contributions.map(({ head, value, atBos, coefficient }) => {
          const factor = coefficient === 1 ? "" : `${showNumber(coefficient)} times `;
          return `${factor}${showAffine(value, name)} by head #${String(head)}, ${showNumber(atBos)} at BOS`;
        }),
      ];
    case "table":
      return printTable(circuit, feature, name);
    default:
      return feature satisfies never;
  }
}

/**
 * Neurons along the same direction in one line: their weights, and the constants
 * inside. That BOS and PAD silence them goes without saying.
 */
function printTable(
  { neurons, features }: Circuit,
  table: Feature & { readonly kind: "table" },
  name: NameOf,
): readonly string[] {
  const directions = new Map<string, { readonly weights: number[]; readonly constants: number[] }>();
  for (const [id, weight] of table.neurons) {
    const neuron = neurons[id];
    if (neuron === undefined) throw new Error(`internal: no neuron ${String(id)}`);
    const { constant, terms } = neuron.preactivation;
    const read = terms.filter(([feature]) => features[feature]?.kind !== "flag");
    const slope = Math.abs(read[0]?.[1] ?? 1);
    const direction = showAffine(scale(1 / slope, { constant: 0, terms: read }), name);
    const hinges = directions.get(direction) ?? { weights: [], constants: [] };
    directions.set(direction, hinges);
    hinges.weights.push(weight * slope);
    hinges.constants.push(constant / slope);
  }
  return [...directions].map(
    ([direction, { weights, constants }]) =>
      `${showNumbers(weights)} times ReLU(${direction} + c), c = ${showNumbers(constants)}`,
  );
}

function printHead(head: Head, name: NameOf, file: string): readonly string[] {
  const place = showPlace(head.span, file);
  const title = `#${String(head.id)} layer ${String(head.layer)} ${head.kind} over \`${head.selector}\` ${place}`;
  const products = head.bilinear.map(
    ({ query, key }) => `penalty query (${showAffine(query, name)}) · key (${showAffine(key, name)})`,
  );
  const penalty = (of: "key" | "query", affine: Affine): readonly string[] =>
    affine.terms.length === 0 && affine.constant === 0 ? [] : [`penalty ${of} ${showAffine(affine, name)}`];
  return [
    title.trimEnd(),
    ...[...products, ...penalty("key", head.keyPenalty), ...penalty("query", head.queryPenalty)].map(
      (line) => `    ${line}`,
    ),
  ];
}

function printOutput(
  { name: output, kind, reading, values, readings }: CircuitOutput,
  name: NameOf,
): readonly string[] {
  const at = readings.map(({ low, high, exact }) =>
    low === high ? showNumber(exact) : `${showNumber(low)}…${showNumber(high)}`,
  );
  const shown = values.length <= MOST_VALUES ? values : values.slice(0, MOST_VALUES);
  const pairs = shown.map((value, i) => `${displayAtom(value)} at ${at[i] ?? ""}`).join(", ");
  const rest = values.length - shown.length;
  return [
    `${output} by ${kind} of ${showAffine(reading, name)}`,
    `    ${pairs}${rest === 0 ? "" : ` and ${String(rest)} more`}`,
  ];
}

/** Values of an output that a listing shows. */
const MOST_VALUES = 40;

function printClaim({ carrier, kind, node }: Claim, name: NameOf): string {
  return `${showAffine(carrier, name)} is the ${kind} of ${node === null ? "all keys" : `%${String(node)}`}`;
}
