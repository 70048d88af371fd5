/**
 * The certificate: margins of every head, neuron group and output, from the
 * circuit and the weights' own bounds, and whether they suffice in any order
 * of summation (constructions: errors, order of summation, quantisation).
 */
import type { ModelCertificate } from "../../runtime/model.ts";
import { scale } from "../lowering/affine.ts";
import { termsOf } from "../lowering/bounds.ts";
import type { Circuit, CircuitOutput, Feature } from "../lowering/circuit.ts";
import { logitTerms } from "./unembed.ts";
import type { Assembled, Block } from "./assemble.ts";
import type { HeadForm } from "./head-form.ts";
import { sharpness } from "./head-form.ts";

export interface CertifyOptions {
  readonly maxLength: number;
  readonly precision: "float32" | "float64";
  /** What exactness rests on beside the arithmetic; empty where all of it is proved. */
  readonly assumptions: readonly string[];
}

/** A bound that does not hold, and where. */
export interface Shortfall {
  readonly place: string;
  readonly reason: string;
}

export interface Certified {
  readonly certificate: ModelCertificate;
  /** Empty where exactness is established. */
  readonly shortfalls: readonly Shortfall[];
}

export function certify(circuit: Circuit, assembled: Assembled, options: CertifyOptions): Certified {
  const shortfalls: Shortfall[] = [];
  const limit = options.precision === "float32" ? 2 ** 24 : 2 ** 53;
  const heads = assembled.blocks.flatMap((block, layer) =>
    block.heads.map((form, head) => certifyHead(circuit, form, layer, head, limit, options, shortfalls)),
  );
  const neuronGroups = assembled.blocks.flatMap((block, layer) =>
    certifyTables(circuit, block, layer, limit, shortfalls),
  );
  const features = circuit.features.map((feature) => ({
    name: feature.name,
    least: feature.least,
    greatest: feature.greatest,
    error: errorOf(feature, options),
  }));
  for (const output of circuit.outputs) {
    const terms = logitTerms(circuit, output);
    if (terms < limit) continue;
    const reason = `its ${output.kind} add up terms of ${String(terms)}, and integers are exact below ${String(limit)}`;
    shortfalls.push({ place: `output ${output.name}`, reason });
  }
  const outputs = circuit.outputs.map((output) => ({
    name: output.name,
    leastMargin: marginOf(output, shortfalls),
  }));
  const certified = shortfalls.length > 0 ? false : options.assumptions.length > 0 ? "conditional" : true;
  const certificate: ModelCertificate = {
    certified,
    precision: options.precision,
    maxLength: options.maxLength,
    assumptions: options.assumptions,
    heads,
    neuronGroups,
    features,
    outputs,
    summary: summarise(certified, options, { heads, neuronGroups, features }),
  };
  return { certificate, shortfalls };
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
  const beta = sharpness(precision);
  const place = `${form.head.name} (${form.head.selector})`;
  const steps = form.greatestScore / beta;
  if (steps >= limit) {
    const reason = `scores reach ${String(steps)} steps, and integers are exact below ${String(limit)}`;
    shortfalls.push({ place, reason });
  }
  const read = [
    ...form.dimensions.flatMap(({ query, key }) => [scale(1 / beta, query), key]).slice(2),
    ...form.values.map(({ value }) => value),
  ];
  const terms = read.reduce((greatest, affine) => Math.max(greatest, termsOf(circuit.features, affine)), 0);
  if (terms >= limit) {
    const reason = `queries, keys or values add up terms of ${String(terms)}, and integers are exact below ${String(limit)}`;
    shortfalls.push({ place, reason });
  }
  const leastScoreGap = form.head.kind === "count" ? beta : beta / 2;
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
  const own = new Set(block.neurons.map(({ id }) => id));
  for (const { id, preactivation } of block.neurons) {
    const reach = termsOf(circuit.features, preactivation);
    if (reach < limit) continue;
    shortfalls.push({
      place: `layer ${String(layer)} neuron ${String(id)}`,
      reason: `pre-activations reach ${String(reach)}, and integers are exact below ${String(limit)}`,
    });
  }
  const tables = circuit.features.flatMap((feature) => {
    if (feature.kind !== "table" || !feature.neurons.some(([neuron]) => own.has(neuron))) return [];
    if (feature.greatestSum >= limit) {
      const reason = `activations add up to ${String(feature.greatestSum)}, and sums are exact below ${String(limit)}`;
      shortfalls.push({ place: feature.name, reason });
    }
    return [{ layer, name: feature.name, leastMargin: 1 / 2, greatestSum: feature.greatestSum }];
  });
  // Erasures are exact: pack.ts reuses a slot only where they are.
  const erasures = block.erasures.map(({ dimension, greatestSum }) => {
    return { layer, name: `erase ${dimension.name}`, leastMargin: 1 / 2, greatestSum };
  });
  return [...tables, ...erasures];
}

/** Snapped counts, moved values and tables are exact; a mean is within half a grid step and the softmax error. */
function errorOf(feature: Feature, { precision, maxLength }: CertifyOptions): number {
  if (feature.kind !== "channel" || feature.grid === null || feature.grid === 1) return 0;
  const unit = precision === "float32" ? 2 ** -24 : 2 ** -53;
  return feature.grid / 2 + feature.reach * (maxLength + 9) * unit;
}

/** Half the least distance between the readings of two values. */
function marginOf({ name, readings }: CircuitOutput, shortfalls: Shortfall[]): number {
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
  if (margin <= 0)
    shortfalls.push({ place: `output ${name}`, reason: "two values have overlapping readings" });
  return Number.isFinite(margin) ? margin : 1;
}

function summarise(
  certified: ModelCertificate["certified"],
  { precision, maxLength }: CertifyOptions,
  { heads, neuronGroups, features }: Pick<ModelCertificate, "heads" | "neuronGroups" | "features">,
): string {
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
