/** What all of lowering shares: the program, the circuit being built, and the variables known so far. */
import type { Atom } from "../../language/atom.ts";
import { equalityKey } from "../../language/atom.ts";
import type { Diagnostic } from "../../language/diagnostic.ts";
import type { Graph, NodeId } from "../../language/graph.ts";
import { nodeOf } from "../../language/graph.ts";
import { convertToken } from "../../language/operators.ts";
import type { Table } from "../analysis/table.ts";
import type { Constraint, Variable } from "../analysis/variable.ts";
import type { Affine } from "./affine.ts";
import { CircuitBuilder } from "./builder.ts";
import type { Label } from "./builder.ts";
import type { PositionalWidths } from "./facts.ts";

export interface LoweringOptions {
  readonly graph: Graph;
  /** Distinct elements of one type. */
  readonly vocabulary: readonly Atom[];
  readonly maxLength: number;
  readonly causal: boolean;
  readonly precision: "float32" | "float64";
}

/** Something that would make some input fail, if it can happen: to be searched for. */
export interface Doubt {
  readonly node: NodeId;
  readonly reason: string;
}

/** What cannot be compiled, as data: the reader may know another way. */
export interface Refused {
  readonly refused: Diagnostic;
}

export function isRefused(result: object): result is Refused {
  return "refused" in result;
}

/**
 * sums: an averaging aggregate is a function of two exact counts, Σ value and width.
 * means: it is one number, known to an interval.
 * decoded: over exact counts, and every operand of a map is decoded into a channel first.
 */
export type Representation = "sums" | "means" | "decoded";

export class Lowering {
  readonly graph: Graph;
  readonly vocabulary: readonly Atom[];
  readonly maxLength: number;
  readonly causal: boolean;
  readonly precision: "float32" | "float64";
  readonly builder = new CircuitBuilder();
  readonly token: Variable;
  readonly index: Variable;
  readonly constraints: Constraint[] = [];
  readonly doubts: Doubt[] = [];
  /** Tables made so far, by node and representation. */
  readonly tables = new Map<string, Table | Refused>();
  /** Widths of selectors over indices alone, by their sums; null for the others. */
  readonly widths = new Map<string, PositionalWidths | null>();
  /** Tables of decoded s-ops, by node; null where no exact way to decode was found. */
  readonly codes = new Map<string, Table | null>();
  /** Channel variables made so far, by what they hold. */
  readonly channels = new Map<string, Variable>();
  #variables = 0;

  constructor(options: LoweringOptions) {
    this.graph = options.graph;
    this.vocabulary = options.vocabulary;
    this.maxLength = options.maxLength;
    this.causal = options.causal;
    this.precision = options.precision;
    this.token = this.variable("tokens", "token", tokenReadings(options.vocabulary), null, 0);
    const positions = Array.from({ length: options.maxLength }, (_, i) => i);
    this.index = this.variable("indices", "index", positions, null, 0);
  }

  /** Sums of integers below this are exact in any order. */
  get exactLimit(): number {
    return this.precision === "float32" ? 2 ** 24 : 2 ** 53;
  }

  /** A variable whose states have these exact readings. */
  variable(
    name: string,
    kind: Variable["kind"],
    readings: readonly number[],
    carrier: Affine | null,
    time: number,
  ): Variable {
    const low = Float64Array.from(readings);
    return {
      id: this.#variables++,
      name,
      kind,
      size: low.length,
      low,
      high: low,
      exact: true,
      carrier,
      time,
    };
  }

  /** A channel variable whose readings are known to intervals. */
  intervalVariable(
    name: string,
    low: Float64Array,
    high: Float64Array,
    carrier: Affine,
    time: number,
  ): Variable {
    return {
      id: this.#variables++,
      name,
      kind: "channel",
      size: low.length,
      low,
      high,
      exact: false,
      carrier,
      time,
    };
  }

  constrain(left: Variable, right: Variable, allows: (left: number, right: number) => boolean): void {
    const allowed = new Uint8Array(left.size * right.size);
    for (let a = 0; a < left.size; a++) {
      for (let b = 0; b < right.size; b++) allowed[a * right.size + b] = allows(a, b) ? 1 : 0;
    }
    this.constraints.push({ left, right, allowed });
  }

  doubt(node: NodeId, reason: string): void {
    if (!this.doubts.some((known) => known.node === node && known.reason === reason)) {
      this.doubts.push({ node, reason });
    }
  }

  /** The name and source text of a node. */
  label(id: NodeId): Label {
    const { span } = nodeOf(this.graph, id);
    const text = span.source.text.slice(span.start, span.end).replace(/\s+/g, " ");
    const meaning = text.length > 80 ? `${text.slice(0, 77)}...` : text;
    return { name: this.graph.names.get(id) ?? meaning, meaning, span };
  }

  refuse(
    kind: "too-large" | "uncompilable" | "uncertified",
    node: NodeId,
    message: string,
    help: string,
  ): Refused {
    const { span } = nodeOf(this.graph, node);
    return { refused: { code: kind, kind, severity: "error", message, span, notes: [], help } };
  }
}

/** Integers where the vocabulary holds small ones, else places in sorted order. */
function tokenReadings(vocabulary: readonly Atom[]): readonly number[] {
  return codesFor(vocabulary).map(({ code }) => code);
}

/** The value of a token state under a reading (`tokens_int` …). */
export function tokenValues(
  vocabulary: readonly Atom[],
  reading: Parameters<typeof convertToken>[0],
): readonly ReturnType<typeof convertToken>[] {
  return vocabulary.map((element) => convertToken(reading, element));
}

/** Integers of this size are used as they are; beyond it values are numbered in order. */
const LARGEST_NATURAL_CODE = 2048;

/**
 * An integer for each atom, equal exactly for atoms that are `==`: the number
 * itself where all are small integers, else the place in sorted order.
 */
export function codesFor(atoms: readonly Atom[]): readonly { readonly atom: Atom; readonly code: number }[] {
  if (atoms.every(isSmallInteger)) return atoms.map((atom) => ({ atom, code: Number(atom.value) + 0 }));
  const ordered = [...new Map(atoms.map((atom) => [equalityKey(atom), atom])).values()].sort(compareForCodes);
  const places = new Map(ordered.map((atom, place) => [equalityKey(atom), place]));
  return atoms.map((atom) => ({ atom, code: places.get(equalityKey(atom)) ?? 0 }));
}

function isSmallInteger(atom: Atom): boolean {
  if (atom.type === "string") return false;
  const number = Number(atom.value);
  return Number.isInteger(number) && Math.abs(number) <= LARGEST_NATURAL_CODE;
}

/** Numbers in order, then strings by code point. */
function compareForCodes(left: Atom, right: Atom): number {
  if (left.type === "string" && right.type === "string") return left.value < right.value ? -1 : 1;
  if (left.type === "string") return 1;
  if (right.type === "string") return -1;
  return Number(left.value) - Number(right.value);
}
