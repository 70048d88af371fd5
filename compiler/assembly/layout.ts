/** Gives every feature its residual dimensions. */
import type { Atom } from "../../language/atom.ts";
import type { Affine } from "../lowering/circuit/affine.ts";
import type { Circuit, Feature } from "../lowering/circuit/circuit.ts";
import type { Precision } from "../precision.ts";
import { precisionOf } from "../precision.ts";

/** What a residual dimension holds, for the whole run or part of it. */
export interface Dimension {
  readonly name: string;
  /** The residual dimension: its index in the tensors. */
  readonly slot: number;
  readonly meaning: string;
  /** What the embedding puts there. */
  readonly source:
    | { readonly kind: "flag"; readonly of: "bos" | "pad" }
    | { readonly kind: "token"; readonly column: readonly number[] }
    | { readonly kind: "index"; readonly column: readonly number[] }
    /** Nothing but an offset at every position, taken away when attention writes it. */
    | { readonly kind: "written"; readonly offset: number };
  /** The features that live in it; several where one-hot dimensions carry many columns. */
  readonly features: readonly number[];
}

/**
 * Leaves a slot clean for its next dimension: an MLP takes what it holds from
 * it, at every position alike, BOS and PAD among them.
 */
export interface Erasure {
  /** What is erased. */
  readonly dimension: Dimension;
  readonly layer: number;
  readonly slot: number;
  /** What the slot holds afterwards. */
  readonly offset: number;
  /** One neuron erases x as ReLU(x − low) + low; where no bound is known, two do, as ReLU(x) − ReLU(−x). */
  readonly low: number | null;
  /** Bound on what the MLP adds up in the slot, the offset apart. */
  readonly greatestSum: number;
}

export interface Layout {
  readonly dimensions: readonly Dimension[];
  /** d_model. */
  readonly size: number;
  /** Each feature as a linear combination of slots. */
  readonly places: readonly (readonly (readonly [slot: number, coefficient: number])[])[];
  readonly erasures: readonly Erasure[];
}

export interface LayoutOptions {
  readonly vocabulary: readonly Atom[];
  readonly maxLength: number;
  readonly precision: Precision["name"];
}

/**
 * One dimension per feature, under the feature's name, except that more token
 * (or index) columns than there are tokens (or indices) become one-hot
 * dimensions, of which every column is a combination.
 */
export function layOut(circuit: Circuit, options: LayoutOptions): Layout {
  const dimensions: Dimension[] = [];
  const places: (readonly (readonly [number, number])[])[] = [];
  const hotTokens = isRich(circuit, "token", options.vocabulary.length);
  const hotIndices = isRich(circuit, "index", options.maxLength);
  const tokensAt = dimensions.length;
  if (hotTokens) {
    const names = options.vocabulary.map((atom) => `tokens == ${JSON.stringify(atom.value)}`);
    dimensions.push(...oneHot("token", names, dimensions.length, circuit));
  }
  const indicesAt = dimensions.length;
  if (hotIndices) {
    const names = Array.from({ length: options.maxLength }, (_, i) => `indices == ${String(i)}`);
    dimensions.push(...oneHot("index", names, dimensions.length, circuit));
  }
  for (const feature of circuit.features) {
    if (feature.kind === "token" && hotTokens) places.push(combination(feature.column, tokensAt));
    else if (feature.kind === "index" && hotIndices) places.push(combination(feature.column, indicesAt));
    else {
      places.push([[dimensions.length, 1]]);
      dimensions.push({
        name: feature.name,
        slot: dimensions.length,
        meaning: feature.meaning,
        source: sourceOf(feature, precisionOf(options.precision)),
        features: [feature.id],
      });
    }
  }
  return { dimensions, size: dimensions.length, places, erasures: [] };
}

function isRich(circuit: Circuit, kind: "token" | "index", size: number): boolean {
  return circuit.features.filter((feature) => feature.kind === kind).length > size;
}

/** A dimension for each token or index, from slot `start` on, with the columns that are not 0 there. */
function oneHot(
  kind: "token" | "index",
  names: readonly string[],
  start: number,
  circuit: Circuit,
): readonly Dimension[] {
  const features: number[][] = names.map(() => []);
  for (const feature of circuit.features) {
    if (feature.kind !== kind) continue;
    for (const [i, list] of features.entries()) {
      if (feature.column[i] !== 0) list.push(feature.id);
    }
  }
  return names.map((name, i) => {
    const column = names.map((_, j) => (i === j ? 1 : 0));
    return { name, slot: start + i, meaning: name, source: { kind, column }, features: features[i] ?? [] };
  });
}

function combination(column: readonly number[], start: number): readonly (readonly [number, number])[] {
  return column.flatMap((value, i) => (value === 0 ? [] : [[start + i, value] as const]));
}

function sourceOf(feature: Feature, precision: Precision): Dimension["source"] {
  switch (feature.kind) {
    case "flag":
      return { kind: "flag", of: feature.of };
    case "token":
    case "index":
      return { kind: feature.kind, column: feature.column };
    case "channel":
      return { kind: "written", offset: feature.grid === null ? 0 : snapOffset(feature.grid, precision) };
    case "table":
      return { kind: "written", offset: 0 };
    default:
      return feature satisfies never;
  }
}

/** The offset whose addition and removal rounds to multiples of the grid. */
export function snapOffset(grid: number, precision: Precision): number {
  return precision.snapOffset * grid;
}

/** An expression over features as one over slots. */
export function overDimensions(
  layout: Layout,
  affine: Affine,
): { readonly constant: number; readonly terms: readonly (readonly [number, number])[] } {
  const terms = new Map<number, number>();
  for (const [feature, coefficient] of affine.terms) {
    for (const [slot, factor] of layout.places[feature] ?? []) {
      terms.set(slot, (terms.get(slot) ?? 0) + coefficient * factor);
    }
  }
  return { constant: affine.constant, terms: [...terms].filter(([, c]) => c !== 0) };
}
