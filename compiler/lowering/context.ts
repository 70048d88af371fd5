/** What all of lowering shares: the program, the circuit being built, and the variables known so far. */
import type { Atom } from "../../language/atom.ts";
import type { CodeParameters } from "../../language/diagnostics/catalogue.ts";
import type { Diagnostic } from "../../language/diagnostics/diagnostic.ts";
import { report } from "../../language/diagnostics/report.ts";
import type { Graph, NodeId } from "../../language/graph.ts";
import { nodeOf } from "../../language/graph.ts";
import { convertToken } from "../../language/operators.ts";
import type { SignedSum } from "../analysis/formula.ts";
import type { Table } from "../analysis/table.ts";
import type { Constraint, Variable } from "../analysis/variable.ts";
import type { Affine } from "./circuit/affine.ts";
import { affineKey } from "./circuit/affine.ts";
import type { Scaled } from "./means/averages.ts";
import { CircuitBuilder } from "./circuit/builder.ts";
import type { Label } from "./circuit/builder.ts";
import type { Claim } from "./circuit/circuit.ts";
import { codesFor } from "./values/codes.ts";
import type { PositionalWidths } from "./selectors/positional.ts";
import type { Scored } from "./selectors/relation.ts";

export interface LoweringOptions {
  readonly graph: Graph;
  /** Distinct elements of one type. */
  readonly vocabulary: readonly Atom[];
  readonly maxLength: number;
  readonly causal: boolean;
  readonly precision: "float32" | "float64";
  /** Table cells that may be gone through, where that is fewer than usual. */
  readonly mostWork?: number;
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
 * decoded: over exact counts, and parts of few values are decoded into channels first.
 * stepwise: every operand that has several variables is decoded into a channel first.
 */
export type Representation = "sums" | "means" | "decoded" | "stepwise";

/** Makes the table of one s-op (tables.ts; given from outside, as it needs all the rest of lowering). */
export type Tabulate = (lowering: Lowering, id: NodeId, representation: Representation) => Table | Refused;

/** Thrown when lowering goes through more table cells than it may. */
export class TooMuchWork extends Error {}

/** Table cells that lowering may go through: some ten seconds' work. */
const MOST_CELLS = 1.5e8;

export class Lowering {
  readonly graph: Graph;
  readonly vocabulary: readonly Atom[];
  readonly maxLength: number;
  readonly causal: boolean;
  readonly precision: "float32" | "float64";
  readonly mostWork: number;
  readonly builder = new CircuitBuilder();
  readonly token: Variable;
  readonly index: Variable;
  readonly constraints: Constraint[] = [];
  readonly doubts: Doubt[] = [];
  /** Widths of selectors over indices alone, by their sums; null for the others. */
  readonly widths = new Map<string, PositionalWidths | null>();
  /** Selectors of which it is known whether some key is selected in every row, by their sums. */
  readonly full = new Map<string, boolean>();
  /** What the channels that count keys count, by variable. */
  readonly widthsCounted = new Map<number, SignedSum>();
  /** Tables of decoded s-ops, by node; null where no exact way to decode was found. */
  readonly codes = new Map<string, Table | null>();
  /** Ways to write averaged values as integers, by selector and value. */
  readonly scalings = new Map<string, readonly Scaled[]>();
  /** Channel variables made so far, by what they hold. */
  readonly channels = new Map<string, Variable>();
  /** Scores of comparisons found so far, by operands, outcomes and use. */
  readonly scores = new Map<string, Scored | Refused>();
  /** What expressions over features hold, for whoever checks the weights. */
  readonly claims: Claim[] = [];
  readonly #tabulate: Tabulate;
  readonly #tables = new Map<string, Table | Refused>();
  /** True once values that are `==` but of other types were made one: what only one type can do may then fail. */
  merged = { types: false, bools: false };
  #variables = 0;
  #spent = 0;
  /** What may be spent by now. */
  #most: number;

  constructor(options: LoweringOptions, tabulate: Tabulate) {
    this.#tabulate = tabulate;
    this.graph = options.graph;
    this.vocabulary = options.vocabulary;
    this.maxLength = options.maxLength;
    this.causal = options.causal;
    this.precision = options.precision;
    this.mostWork = options.mostWork ?? MOST_CELLS;
    this.#most = this.mostWork;
    this.token = this.variable("tokens", "token", tokenReadings(options.vocabulary), null, 0);
    const positions = Array.from({ length: options.maxLength }, (_, i) => i);
    this.index = this.variable("indices", "index", positions, null, 0);
  }

  /** The table of an s-op, made once. Operands come first (lower.ts goes in graph order). */
  tableOf(id: NodeId, representation: Representation): Table | Refused {
    const key = `${representation} ${String(id)}`;
    const known = this.#tables.get(key);
    if (known !== undefined) return known;
    const table = this.#tabulate(this, id, representation);
    this.#tables.set(key, table);
    return table;
  }

  /** The ways an s-op can be read: over exact counts, and over means where that differs. */
  tablesOf(id: NodeId): readonly Table[] {
    const sums = this.tableOf(id, "sums");
    const means = this.tableOf(id, "means");
    if (isRefused(sums)) return isRefused(means) ? [] : [means];
    return isRefused(means) || means === sums ? [sums] : [sums, means];
  }

  /** Why no table of the s-op could be made; only where `tablesOf` is empty. */
  refusalOf(id: NodeId): Refused {
    const sums = this.tableOf(id, "sums");
    if (!isRefused(sums)) throw new Error("internal: the s-op has a table");
    return sums;
  }

  /** Sums of integers below this are exact in any order. */
  get exactLimit(): number {
    return this.precision === "float32" ? 2 ** 24 : 2 ** 53;
  }

  /** Counts table cells gone through, so that no program keeps the compiler busy without end. */
  readonly spend = (cells: number): void => {
    this.#spent += cells;
    if (this.#spent > this.#most) throw new TooMuchWork(`more than ${String(this.mostWork)} table cells`);
  };

  get work(): number {
    return this.#spent;
  }

  /** How many more cells may be gone through. */
  get remaining(): number {
    return this.#most - this.#spent;
  }

  /** The attempt's answer, or null if it takes more than a part of what work remains: for what is not needed. */
  within<T>(part: number, attempt: () => T | null): T | null {
    const most = this.#most;
    this.#most = this.#spent + part * this.remaining;
    try {
      return attempt();
    } catch (error) {
      if (error instanceof TooMuchWork) return null;
      throw error;
    } finally {
      this.#most = most;
    }
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
      step: 1,
      carrier,
      time,
    };
  }

  /** A channel variable whose readings are known to intervals. */
  intervalVariable(
    name: string,
    low: Float64Array,
    high: Float64Array,
    step: number,
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
      step,
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

  claim({ carrier }: Variable, kind: Claim["kind"], node: NodeId | null): void {
    if (carrier === null) throw new Error("internal: a claim about no expression");
    const same = (claim: Claim): boolean =>
      claim.kind === kind && claim.node === node && affineKey(claim.carrier) === affineKey(carrier);
    if (!this.claims.some(same)) this.claims.push({ carrier, kind, node });
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

  refuse<C extends "too-large" | "uncompilable" | "uncertified">(
    code: C,
    node: NodeId,
    parameters: CodeParameters[C],
  ): Refused {
    return { refused: report(code, parameters, nodeOf(this.graph, node).span) };
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
