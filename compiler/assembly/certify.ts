/**
 * The certificate: margins of every head, neuron group and output, from the
 * circuit and the weights' own bounds, and whether they suffice in any order
 * of summation: sums of integers by their magnitudes, counts and means by what rounding does.
 */
import type { Span } from "../../language/source.ts";
import type { ModelCertificate } from "../../runtime/model.ts";
import { scale } from "../lowering/circuit/affine.ts";
import { magnitudeOf, termsOf } from "../lowering/circuit/bounds.ts";
import type { Circuit, CircuitOutput, Feature } from "../lowering/circuit/circuit.ts";
import type { Precision } from "../precision.ts";
import { precisionOf } from "../precision.ts";
import type { Assembled, Block } from "./assemble.ts";
import type { HeadForm } from "./head-form.ts";
import { logitTerms } from "./unembed.ts";

export interface CertifyOptions {
  readonly maxLength: number;
  readonly precision: Precision["name"];
  /** What exactness rests on beside the arithmetic; empty where all of it is proved. */
  readonly assumptions: readonly string[];
}

/** A bound that does not hold, and where. */
export interface Shortfall {
  /** In words of the program. */
  readonly place: string;
  readonly reason: string;
  readonly span: Span | null;
}

export interface Certified {
  readonly certificate: ModelCertificate;
  /** Empty where exactness is established. */
  readonly shortfalls: readonly Shortfall[];
}

export function certify(circuit: Circuit, assembled: Assembled, options: CertifyOptions): Certified {
  const shortfalls: Shortfall[] = [];
  const { exactLimit: limit } = precisionOf(options.precision);
  const heads = assembled.blocks.flatMap((block, layer) =>
    block.heads.map((form, head) => certifyHead(circuit, form, layer, head, limit, options, shortfalls)),
  );
  const neuronGroups = assembled.blocks.flatMap((block, layer) =>
    certifyTables(circuit, block, layer, limit, shortfalls),
  );
  certifySnapping(circuit, assembled, options, shortfalls);
  const features = circuit.features.map((feature) => ({
    name: feature.name,
    least: feature.least,
    greatest: feature.greatest,
    error: errorOf(feature, options),
  }));
  for (const output of circuit.outputs) {
    const terms = logitTerms(circuit, output);
    if (terms < limit) continue;
    const reason = `its ${output.kind} add up terms of ${say(terms)}, and integers are exact below ${say(limit)}`;
    shortfalls.push({ place: `output \`${output.name}\``, reason, span: spanRead(circuit, output) });
  }
  const outputs = circuit.outputs.map((output) => ({
    name: output.name,
    leastMargin: marginOf(circuit, output, shortfalls),
  }));
  const certified = shortfalls.length > 0 ? false : options.assumptions.length > 0 ? "conditional" : true;
  const claims: Omit<ModelCertificate, "summary"> = {
    certified,
    precision: options.precision,
    maxLength: options.maxLength,
    assumptions: options.assumptions,
    heads,
    neuronGroups,
    features,
    outputs,
  };
  return { certificate: { ...claims, summary: summarise(claims) }, shortfalls };
}

/** Scores are multiples of the sharpness: exact, and tied where tied, as long as their integers are. */
function certifyHead(
  circuit: Circuit,
  form: HeadForm,
  layer: number,
  head: number,
  limit: number,
  { precision }: CertifyOptions,
  shortfalls: Shortfall[],
): ModelCertificate["heads"][number] {
  const { sharpness: beta } = precisionOf(precision);
  const { span, selector } = form.head;
  const place = `the selector \`${selector}\``;
  const steps = form.greatestScore / beta;
  if (steps >= limit) {
    const reason = `the score of a key reaches ${say(steps)}, and integers are exact below ${say(limit)}`;
    shortfalls.push({ place, reason, span });
  }
  const read = [
    ...form.dimensions.flatMap(({ query, key }) => [scale(1 / beta, query), key]).slice(2),
    ...form.values.map(({ value }) => value),
  ];
  const terms = read.reduce((greatest, affine) => Math.max(greatest, termsOf(circuit.features, affine)), 0);
  if (terms >= limit) {
    const reason = `queries, keys or values add up terms of ${say(terms)}, and integers are exact below ${say(limit)}`;
    shortfalls.push({ place, reason, span });
  }
  const { leastScoreGap } = form.manner;
  return { layer, head, leastScoreGap, greatestScore: form.greatestScore };
}

/** Sums of integers below the limit are exact in any order. */
function certifyTables(
  circuit: Circuit,
  block: Block,
  layer: number,
  limit: number,
  shortfalls: Shortfall[],
): ModelCertificate["neuronGroups"] {
  const neurons = new Set(block.neurons.map(({ id }) => id));
  for (const { id, preactivation } of block.neurons) {
    const reach = termsOf(circuit.features, preactivation);
    if (reach < limit) continue;
    const table = circuit.features.find(
      (feature) => feature.kind === "table" && feature.neurons.some(([neuron]) => neuron === id),
    );
    shortfalls.push({
      place: table === undefined ? `layer ${String(layer)}` : `\`${table.name}\``,
      reason: `pre-activations reach ${say(reach)}, and integers are exact below ${say(limit)}`,
      span: table?.span ?? null,
    });
  }
  const tables = circuit.features.flatMap((feature) => {
    if (feature.kind !== "table" || !feature.neurons.some(([neuron]) => neurons.has(neuron))) return [];
    if (feature.greatestSum >= limit) {
      const reason = `activations add up to ${say(feature.greatestSum)}, and sums are exact below ${say(limit)}`;
      shortfalls.push({ place: `\`${feature.name}\``, reason, span: feature.span });
    }
    return [{ layer, name: feature.name, leastMargin: 1 / 2, greatestSum: feature.greatestSum }];
  });
  // Erasures are exact: pack.ts reuses a slot only where they are.
  const erasures = block.erasures.map(({ dimension, greatestSum }) => {
    return { layer, name: `erase ${dimension.name}`, leastMargin: 1 / 2, greatestSum };
  });
  return [...tables, ...erasures];
}

/**
 * Counting channels find their integer if what softmax leaves is off it by less than 1/2.
 *
 * A head gives a = Σ r v / (1 + w r) over w ≤ N selected keys, where r = exp(−s) for the score s of
 * BOS, and W_O holds 1/r. A channel Σ cᵢ aᵢ / rᵢ of m heads with |vᵢ| ≤ Vᵢ is off Σ cᵢ Σ v by at most
 *   Σ |cᵢ| Vᵢ · ( N² r                   1 + w r is not 1
 *                 + N² min(u, r)         the sum 1 + r + r + …: adding r to 1 is off by u at most, and by r at most
 *                 + N (m + 8) u          exp, division, 1/r, two products, the sum over heads
 *                 + 3/8 (N + 1)² u )     the sum over keys, see below
 * with u = 2^−24 in float32, 2^−53 in float64. Adding the offset, whose last place is 1, then rounds to
 * the integer, in whatever order heads and offset are summed; it must stay in its binade, so sums below 2^22 (2^51).
 *
 * The sum over keys: a partial sum of k terms of at most V is at most k V, and adding to it is off by half of its
 * last place at most, u 2^e where 2^e ≤ k V. In any order the partial sums have at most 2, 3, … N terms, and
 * Σ 2^⌊log₂ k V⌋ ≤ 3/8 V (N + 1)² (the worst case is N V = 4/3 of a power of two).
 */
function certifySnapping(
  circuit: Circuit,
  { blocks }: Assembled,
  { maxLength: n, precision }: CertifyOptions,
  shortfalls: Shortfall[],
): void {
  const { roundingUnit: u, snapRange: binade } = precisionOf(precision);
  const forms = new Map(blocks.flatMap(({ heads }) => heads.map((form) => [form.head.id, form])));
  for (const feature of circuit.features) {
    if (feature.kind !== "channel" || feature.grid === null) continue;
    const { contributions, grid, name, span } = feature;
    const reach = Math.max(Math.abs(feature.least), Math.abs(feature.greatest)) / grid;
    if (reach + 1 > binade) {
      const reason = `the sum reaches ${say(reach)} steps, and those below ${say(binade)} are told apart`;
      shortfalls.push({ place: `\`${name}\``, reason, span });
    }
    if (!contributions.every(({ head }) => forms.get(head)?.manner.sums === true)) continue;
    const error = contributions.reduce((sum, { head, value, coefficient }) => {
      const r = Math.exp(-(forms.get(head)?.manner.bosScore ?? 0));
      const largest = Math.abs(coefficient) * magnitudeOf(circuit.features, value);
      return (
        sum +
        largest *
          (n ** 2 * (r + Math.min(u, r)) + n * (contributions.length + 8) * u + (3 / 8) * (n + 1) ** 2 * u)
      );
    }, 0);
    if (error < 1 / 2) continue;
    const reason = `a sum over up to ${say(n)} keys may be off by ${error.toPrecision(3)}, and must be by less than 0.5`;
    shortfalls.push({ place: `\`${name}\``, reason, span });
  }
}

/** Snapped counts, moved values and tables are exact; a mean is within half a grid step and the softmax error. */
function errorOf(feature: Feature, { precision, maxLength }: CertifyOptions): number {
  if (feature.kind !== "channel" || feature.grid === null || feature.grid === 1) return 0;
  return feature.grid / 2 + feature.reach * (maxLength + 9) * precisionOf(precision).roundingUnit;
}

/** Half the least distance between the readings of two values. */
function marginOf(circuit: Circuit, output: CircuitOutput, shortfalls: Shortfall[]): number {
  const { name, readings } = output;
  let margin = Infinity;
  for (const [i, reading] of readings.entries()) {
    const previous = readings[i - 1];
    if (previous === undefined) continue;
    const nearest = Math.min(
      (previous.exact + reading.exact) / 2 - previous.high,
      reading.low - (previous.exact + reading.exact) / 2,
    );
    margin = Math.min(margin, nearest);
  }
  if (margin <= 0) {
    const reason = `two of its ${say(readings.length)} values are not told apart by what is read`;
    shortfalls.push({ place: `output \`${name}\``, reason, span: spanRead(circuit, output) });
  }
  return Number.isFinite(margin) ? margin : 1;
}

/** Where in the text the expression stands that an output reads. */
function spanRead(circuit: Circuit, { reading }: CircuitOutput): Span | null {
  for (const [id] of reading.terms) {
    const span = circuit.features[id]?.span ?? null;
    if (span !== null) return span;
  }
  return null;
}

function say(number: number): string {
  return number.toLocaleString("en", { maximumFractionDigits: 0 });
}

/** The certificate in a line. */
export function summarise(certificate: Omit<ModelCertificate, "summary">): string {
  const { certified, precision, maxLength, heads, neuronGroups, features } = certificate;
  const claim =
    certified === false ? "not certified" : certified === true ? "certified exact" : "conditionally exact";
  const least = (numbers: readonly number[]): string =>
    String(numbers.reduce((a, b) => Math.min(a, b), Infinity));
  const parts: string[] = [];
  if (heads.length > 0) parts.push(`least score gap ${least(heads.map((head) => head.leastScoreGap))}`);
  if (neuronGroups.length > 0) {
    parts.push(`least step margin ${least(neuronGroups.map((group) => group.leastMargin))}`);
  }
  const error = features.reduce((greatest, feature) => Math.max(greatest, feature.error), 0);
  parts.push(`greatest feature error ${error === 0 ? "0" : error.toExponential(1)}`);
  return `${claim} in ${precision} up to length ${String(maxLength)}, in any order of summation: ${parts.join(", ")}`;
}
