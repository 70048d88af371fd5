/** Builds a circuit: equal columns, neurons, heads and features are made once. */
import type { Span } from "../../../language/source.ts";
import { greatestDivisor, greatestOf, leastOf } from "../../numbers.ts";
import type { Affine, FeatureId } from "./affine.ts";
import { affineKey, constantAffine, termsKey } from "./affine.ts";
import { rangeOf, reachOf, termsOf } from "./bounds.ts";
import type {
  Circuit,
  CircuitOutput,
  Claim,
  Contribution,
  Feature,
  Head,
  HeadId,
  Neuron,
  NeuronId,
} from "./circuit.ts";
import { neuronLayerAfter } from "./circuit.ts";
import { reducedMeaning } from "./meaning.ts";

/** How a new feature is called and what it means. */
export interface Label {
  readonly name: string;
  /** What the number is, less `shift`. */
  readonly meaning: string;
  /** 0 where it is left out. */
  readonly shift?: number;
  readonly span: Span | null;
}

type NewFeature = Feature extends infer F ? (F extends Feature ? Omit<F, "id" | "name"> : never) : never;

export class CircuitBuilder {
  readonly features: Feature[] = [];
  readonly heads: Head[] = [];
  readonly neurons: Neuron[] = [];
  readonly bos: FeatureId;
  readonly pad: FeatureId;
  readonly #known = new Map<string, number>();
  readonly #names = new Set<string>();
  readonly #termKeys = new WeakMap<Affine["terms"], string>();

  constructor() {
    this.bos = this.#flag("bos");
    this.pad = this.#flag("pad");
  }

  #flag(of: "bos" | "pad"): FeatureId {
    const meaning = of === "bos" ? "1 at the beginning-of-sequence position" : "1 at padding";
    return this.#feature(of, `flag ${of}`, {
      kind: "flag",
      of,
      meaning,
      span: null,
      time: 0,
      atBos: of === "bos" ? 1 : 0,
      least: 0,
      greatest: 0,
      reach: 1,
    });
  }

  /** Adds a feature, or finds the equal one. */
  #feature(name: string, key: string, feature: NewFeature): FeatureId {
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    let unique = name;
    for (let i = 2; this.#names.has(unique); i++) unique = `${name}#${String(i)}`;
    this.#names.add(unique);
    const id = this.features.length;
    this.features.push({ ...feature, id, name: unique });
    this.#known.set(key, id);
    return id;
  }

  feature(id: FeatureId): Feature {
    const feature = this.features[id];
    if (feature === undefined) throw new Error(`internal: no feature ${String(id)}`);
    return feature;
  }

  /**
   * A function of the token or of the index, as an affine expression in one
   * embedding column (none if it is constant). Columns that differ only by an
   * offset and a factor are one column.
   */
  column(kind: "token" | "index", values: readonly number[], label: Label): Affine {
    const offset = values[0] ?? 0;
    const differences = values.map((value) => value - offset);
    const lead = differences.find((difference) => difference !== 0);
    if (lead === undefined) return constantAffine(offset);
    const unit = unitOf(differences);
    const factor = lead < 0 ? -unit : unit;
    const column = differences.map((difference) => difference / factor + 0);
    const least = leastOf(column);
    const greatest = greatestOf(column);
    const id = this.#feature(label.name, `${kind} ${column.join(",")}`, {
      kind,
      column,
      meaning: reducedMeaning(label.meaning, offset - (label.shift ?? 0), factor),
      span: label.span,
      time: 0,
      atBos: 0,
      least,
      greatest,
      reach: Math.max(Math.abs(least), Math.abs(greatest)),
    });
    return { constant: offset, terms: [[id, factor]] };
  }

  /** A neuron in the earliest layer that can read its pre-activation. */
  neuron(preactivation: Affine): NeuronId {
    const layer = neuronLayerAfter(this.timeOf(preactivation));
    const key = `neuron ${String(preactivation.constant)}|${this.#keyOf(preactivation.terms)}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const id = this.neurons.length;
    this.neurons.push({ id, layer, preactivation });
    this.#known.set(key, id);
    return id;
  }

  /** Many neurons share a list of terms. */
  #keyOf(terms: Affine["terms"]): string {
    const known = this.#termKeys.get(terms);
    if (known !== undefined) return known;
    const key = termsKey(terms);
    this.#termKeys.set(terms, key);
    return key;
  }

  /** A feature written by neurons of one layer. */
  table(
    neurons: readonly (readonly [NeuronId, number])[],
    range: { readonly least: number; readonly greatest: number; readonly greatestSum: number },
    label: Label,
  ): FeatureId {
    const sorted = [...neurons].toSorted(([a], [b]) => a - b);
    const key = `table ${sorted.map(([n, w]) => `${String(n)}*${String(w)}`).join("|")}`;
    const layer = greatestOf(sorted.map(([neuron]) => this.neurons[neuron]?.layer ?? 0));
    return this.#feature(label.name, key, {
      kind: "table",
      neurons: sorted,
      meaning: label.meaning,
      span: label.span,
      time: 2 * layer + 2,
      atBos: 0,
      reach: Math.max(Math.abs(range.least), Math.abs(range.greatest)),
      ...range,
    });
  }

  /** A head with this score in this layer; heads with equal scores and kinds are one head. */
  head(head: Omit<Head, "id" | "name">): HeadId {
    const key = [
      "head",
      head.kind,
      String(head.layer),
      ...head.bilinear.map((term) => `${affineKey(term.query)}×${affineKey(term.key)}`).toSorted(),
      affineKey(head.keyPenalty),
      affineKey(head.queryPenalty),
    ].join(" ");
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const id = this.heads.length;
    const position = this.heads.filter(({ layer }) => layer === head.layer).length;
    this.heads.push({ ...head, id, name: `layer ${String(head.layer)} head ${String(position)}` });
    this.#known.set(key, id);
    return id;
  }

  /** A feature written by attention. */
  channel(
    contributions: readonly Contribution[],
    grid: number | null,
    range: { readonly least: number; readonly greatest: number },
    label: Label,
  ): FeatureId {
    const key = [
      "channel",
      String(grid),
      ...contributions
        .map((c) => `${String(c.head)}:${affineKey(c.value)}:${String(c.atBos)}:${String(c.coefficient)}`)
        .toSorted(),
    ].join(" ");
    const layer = greatestOf(contributions.map(({ head }) => this.heads[head]?.layer ?? 0));
    const atBos = contributions.reduce((sum, part) => sum + part.coefficient * part.atBos, 0);
    return this.#feature(label.name, key, {
      kind: "channel",
      contributions,
      grid,
      meaning: label.meaning,
      span: label.span,
      time: 2 * layer + 1,
      atBos,
      reach: Math.max(Math.abs(range.least), Math.abs(range.greatest), Math.abs(atBos)),
      ...range,
    });
  }

  /** Half-layer that completes everything the expression reads. */
  timeOf(affine: Affine): number {
    return affine.terms.reduce((time, [id]) => Math.max(time, this.feature(id).time), 0);
  }

  /** Bounds of the expression at real positions. */
  rangeOf(affine: Affine): { readonly least: number; readonly greatest: number } {
    return rangeOf(this.features, affine);
  }

  /** Bound on the expression's magnitude at any position, BOS and PAD among them. */
  reachOf(affine: Affine): number {
    return reachOf(this.features, affine);
  }

  /** Bound on the sum of the magnitudes of its terms, in units that make them integers. */
  termsOf(affine: Affine): number {
    return termsOf(this.features, affine);
  }

  circuit(outputs: readonly CircuitOutput[], claims: readonly Claim[] = []): Circuit {
    return { features: this.features, heads: this.heads, neurons: this.neurons, outputs, claims };
  }
}

/** The greatest common divisor; 1 where some are no integers. */
function unitOf(numbers: readonly number[]): number {
  let unit = 0;
  for (const number of numbers) {
    if (number === 0) continue;
    if (!Number.isInteger(number)) return 1;
    if (unit !== 1) unit = greatestDivisor(unit, number);
  }
  return unit;
}
