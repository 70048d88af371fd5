/**
 * The residual stream between half-layers: what each dimension holds at real
 * positions, as a function of their state, and at BOS and PAD, as numbers.
 */
import type { Arithmetic, Computed } from "./arithmetic.ts";
import { errorOfTerms, isExactSum } from "./arithmetic.ts";
import type { Domain } from "./domain.ts";
import type { Variables } from "./variables.ts";
import { jointSize } from "./variables.ts";
import type { Expression, Range } from "./expression.ts";
import { combine, magnitudeOf, rangeOf, unitOf, variablesOf } from "./expression.ts";
import { Unproved } from "../report/unproved.ts";
import type { Functional, Terms, Weights } from "./weights.ts";

/** An expression over dimensions that is a variable's reading. */
export interface Shortcut {
  readonly terms: Terms;
  readonly constant: number;
  readonly reading: Expression;
}

export class Residual {
  readonly domain: Domain;
  readonly arithmetic: Arithmetic;
  readonly contents: Expression[];
  /** Of each dimension, what it holds outside the input: at BOS, then at PAD at each index that it can stand at, from 1 on. */
  readonly outside: readonly Float64Array[];
  shortcuts: readonly Shortcut[] = [];
  readonly #ranges: (Range | null)[];

  constructor(
    domain: Domain,
    arithmetic: Arithmetic,
    { tokens, positions }: Weights,
    variables: { readonly token: Variables[number]; readonly index: Variables[number] },
  ) {
    this.domain = domain;
    this.arithmetic = arithmetic;
    const vocabulary = tokens.length - 2;
    const length = positions.length - 1;
    const dimensions = positions[0]?.length ?? 0;
    const [bos, pad] = [tokens[vocabulary]!, tokens[vocabulary + 1]!];
    this.contents = [];
    const outside: Float64Array[] = [];
    for (let d = 0; d < dimensions; d++) {
      const byToken = new Float64Array(vocabulary);
      for (let token = 0; token < vocabulary; token++) byToken[token] = tokens[token]![d]!;
      const byIndex = new Float64Array(length);
      for (let index = 0; index < length; index++) byIndex[index] = positions[index + 1]![d]!;
      const parts = [
        { variables: [variables.token], values: byToken },
        { variables: [variables.index], values: byIndex },
      ];
      this.contents.push(combine([[1, { constant: 0, parts }]], 0));
      requireEmbedded(arithmetic, d, tokens, positions);
      const own = new Float64Array(length);
      own[0] = bos[d]! + positions[0]![d]!;
      for (let index = 1; index < length; index++) own[index] = pad[d]! + byIndex[index]!;
      outside.push(own);
    }
    this.outside = outside;
    this.#ranges = this.contents.map(() => null);
  }

  range(dimension: number): Range {
    const known = this.#ranges[dimension];
    if (known !== null && known !== undefined) return known;
    const range = rangeOf(this.domain, this.contents[dimension]!);
    this.#ranges[dimension] = range;
    return range;
  }

  write(dimension: number, content: Expression): void {
    this.contents[dimension] = content;
    this.shortcuts = this.shortcuts.filter(({ terms }) => terms.every(([own]) => own !== dimension));
    this.#ranges[dimension] = null;
  }

  /** Sums of multiples of a unit are exact in any order while their magnitudes add up to less than the limit. */
  requireExact(what: string, terms: Terms, bias: number): void {
    let sum = Math.abs(bias);
    let unit = unitOf(bias, Infinity);
    for (const [dimension, weight] of terms) {
      const range = this.range(dimension);
      const magnitude = magnitudeOf(range);
      if (magnitude === 0) continue;
      sum += Math.abs(weight) * magnitude;
      unit = Math.min(unit, unitOf(weight, Infinity) * range.unit);
    }
    if (isExactSum(this.arithmetic, sum, unit)) return;
    if (isExactSum(this.arithmetic, this.#magnitudeByState(terms, bias), unit)) return;
    throw new Unproved(
      "unproved",
      `${what} adds up terms of ${String(sum)} in units of ${String(unit)}, which is not exact in any order`,
    );
  }

  /**
   * Σ |term| at the position where it is greatest, more closely: dimensions that depend on
   * one variable are each as great as they are in the same state, as one-hot ones are, of
   * which all but one are 0.
   */
  #magnitudeByState(terms: Terms, bias: number): number {
    let sum = Math.abs(bias);
    const byVariable = new Map<number, Float64Array>();
    for (const [dimension, weight] of terms) {
      const { constant, parts } = this.contents[dimension]!;
      sum += Math.abs(weight * constant);
      for (const { variables, values } of parts) {
        const [variable, ...others] = variables;
        if (variable === undefined || others.length > 0) {
          let greatest = 0;
          for (const value of values) if (Math.abs(value) > greatest) greatest = Math.abs(value);
          sum += Math.abs(weight) * greatest;
          continue;
        }
        const magnitudes = byVariable.get(variable.id) ?? new Float64Array(values.length);
        byVariable.set(variable.id, magnitudes);
        for (let state = 0; state < values.length; state++) {
          const value = values[state]!;
          // No input gives a state without a number.
          if (value === value) magnitudes[state]! += Math.abs(weight * value);
        }
      }
    }
    for (const magnitudes of byVariable.values())
      sum += magnitudes.reduce((greatest, magnitude) => Math.max(greatest, magnitude), 0);
    return sum;
  }

  /** What a functional reads at real positions; exact, or there is no proof. */
  read({ terms, bias }: Functional, what: string): Expression {
    this.requireExact(what, terms, bias);
    const own = this.combined(terms, bias);
    if (this.shortcuts.length === 0 || jointSize(variablesOf(own)) <= LARGEST_WITHOUT_SHORTCUTS) return own;
    return this.shortened(terms, bias);
  }

  /** What neurons of one direction read, without their bias; that it is exact is required of each. */
  readAxis(terms: Terms): Expression {
    const own = this.combined(terms, 0);
    if (this.shortcuts.length === 0 || jointSize(variablesOf(own)) <= LARGEST_WITHOUT_SHORTCUTS) return own;
    return this.shortened(terms, 0);
  }

  combined(terms: Terms, bias: number): Expression {
    return combine(
      terms.map(([dimension, weight]) => [weight, this.contents[dimension]!] as const),
      bias,
    );
  }

  /** The same over what has been decoded, where that takes part in the functional as a whole. */
  shortened(terms: Terms, bias: number): Expression {
    const rest = new Map(terms);
    const parts: (readonly [number, Expression])[] = [];
    let constant = bias;
    for (const shortcut of this.shortcuts) {
      const [first] = shortcut.terms;
      const weight = first === undefined ? undefined : rest.get(first[0]);
      if (first === undefined || weight === undefined) continue;
      const ratio = weight / first[1];
      if (!shortcut.terms.every(([dimension, own]) => rest.get(dimension) === ratio * own)) continue;
      for (const [dimension] of shortcut.terms) rest.delete(dimension);
      parts.push([ratio, shortcut.reading]);
      constant -= ratio * shortcut.constant;
    }
    for (const [dimension, weight] of rest) parts.push([weight, this.contents[dimension]!]);
    return combine(parts, constant);
  }

  /** How many positions outside the input there are. */
  get outsiders(): number {
    return this.outside[0]?.length ?? 0;
  }

  /** What a functional reads at one of the positions outside the input: exact, or off by no more than its error. */
  readAt(position: number, { terms, bias }: Functional): Computed {
    let [value, reach, unit] = [bias, Math.abs(bias), unitOf(bias, Infinity)];
    for (const [dimension, weight] of terms) {
      const held = this.outside[dimension]![position]!;
      if (held === 0) continue;
      value += weight * held;
      reach += Math.abs(weight * held);
      // Of the factors: their product may have been rounded.
      unit = Math.min(unit, unitOf(weight, Infinity) * unitOf(held, Infinity));
    }
    if (isExactSum(this.arithmetic, reach, unit)) return { value, error: 0 };
    return { value, error: errorOfTerms(this.arithmetic, terms.length + 1, reach) };
  }

  /** The same at each of them; errors are bounds, also where a value is exact. */
  readOutside({ terms, bias }: Functional): {
    readonly values: Float64Array;
    readonly errors: Float64Array;
  } {
    const values = new Float64Array(this.outsiders).fill(bias);
    const reach = new Float64Array(this.outsiders).fill(Math.abs(bias));
    for (const [dimension, weight] of terms) {
      const own = this.outside[dimension]!;
      for (let i = 0; i < values.length; i++) {
        const product = weight * own[i]!;
        values[i]! += product;
        reach[i]! += Math.abs(product);
      }
    }
    const errors = reach.map((each) => errorOfTerms(this.arithmetic, terms.length + 1, each));
    return { values, errors };
  }

  /** The greatest magnitude of a dimension at any position, BOS and PAD among them. */
  reach(dimension: number): number {
    let greatest = magnitudeOf(this.range(dimension));
    for (const value of this.outside[dimension]!) greatest = Math.max(greatest, Math.abs(value));
    return greatest;
  }
}

/**
 * W_E + W_pos is one addition at each position, BOS and PAD among them. It is exact where
 * all numbers of the two are multiples of a unit, below the limit of it together.
 */
function requireEmbedded(
  arithmetic: Arithmetic,
  dimension: number,
  tokens: Weights["tokens"],
  positions: Weights["positions"],
): void {
  let unit = Infinity;
  const greatestOf = (rows: readonly Float64Array[]): number => {
    let greatest = 0;
    for (const row of rows) {
      const value = row[dimension]!;
      greatest = Math.max(greatest, Math.abs(value));
      if (value !== 0 && (unit === Infinity || !Number.isInteger(value / unit))) unit = unitOf(value, unit);
    }
    return greatest;
  };
  const sum = greatestOf(tokens) + greatestOf(positions);
  if (isExactSum(arithmetic, sum, unit)) return;
  throw new Unproved(
    "unproved",
    `dimension ${String(dimension)} of the embedding adds up terms of ${String(sum)} in units of ${String(unit)}, which is not exact`,
  );
}

/** BOS among the positions outside the input. */
export const BOS = 0;

/** One of them, for messages. */
export function outsiderName(position: number): string {
  return position === BOS ? "BOS" : `PAD at index ${String(position)}`;
}

/** With larger joint tables what has been decoded is read in place of its sources. */
const LARGEST_WITHOUT_SHORTCUTS = 1 << 18;
