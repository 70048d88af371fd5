/** What all of lowering shares: the program, the circuit being built, and the variables known so far. */
import type { CodeParameters } from "../../../language/diagnostics/catalogue.ts";
import { report } from "../../../language/diagnostics/report.ts";
import type { Atom } from "../../../language/atom.ts";
import type { Graph, NodeId } from "../../../language/graph.ts";
import { nodeOf } from "../../../language/graph.ts";
import type { Precision } from "../../precision.ts";
import { precisionOf } from "../../precision.ts";
import type { Affine } from "../circuit/affine.ts";
import { affineKey } from "../circuit/affine.ts";
import type { Label } from "../circuit/builder.ts";
import { CircuitBuilder } from "../circuit/builder.ts";
import type { Claim } from "../circuit/circuit.ts";
import { codesFor } from "../tables/codes.ts";
import type { Table } from "../tables/table.ts";
import type { ChannelVariable, Constraint, SourceVariable, States, Variable } from "../tables/variable.ts";
import { exactStates } from "../tables/variable.ts";
import { Budget } from "./budget.ts";
import type { Knowledge } from "./knowledge.ts";
import { Memo } from "./memo.ts";
import type { Refused } from "./refused.ts";
import { isRefused } from "./refused.ts";

export interface LoweringOptions {
  readonly graph: Graph;
  /** Distinct elements of one type. */
  readonly vocabulary: readonly Atom[];
  readonly maxLength: number;
  readonly causal: boolean;
  readonly precision: Precision["name"];
  /** Table cells that may be gone through, where that is fewer than usual. */
  readonly mostWork?: number;
}

/** Something that would make some input fail, if it can happen: to be searched for. */
export interface Doubt {
  readonly node: NodeId;
  readonly reason: string;
}

/**
 * sums: an averaging aggregate is a function of two exact counts, Σ value and width.
 * means: it is one number, known to an interval.
 * decoded: over exact counts, and parts of few values are decoded into channels first.
 * stepwise: every operand that has several variables is decoded into a channel first.
 */
export type Representation = "sums" | "means" | "decoded" | "stepwise";

/** Makes the table of one s-op (tabulate.ts; handed in from above, as it needs all the rest of lowering). */
export type Tabulate = (lowering: Lowering, id: NodeId, representation: Representation) => Table | Refused;

/** Table cells that lowering may go through: some ten seconds' work. */
const MOST_CELLS = 1.5e8;

/** Tables of s-ops, made once. */
const tables = new Memo<{ readonly id: NodeId; readonly representation: Representation }, Table | Refused>(
  ({ id, representation }) => `${representation} ${String(id)}`,
);

export class Lowering implements Knowledge {
  readonly graph: Graph;
  readonly vocabulary: readonly Atom[];
  readonly maxLength: number;
  readonly causal: boolean;
  readonly precision: Precision;
  readonly budget: Budget;
  readonly builder = new CircuitBuilder();
  readonly token: SourceVariable;
  readonly index: SourceVariable;
  readonly constraints: Constraint[] = [];
  readonly doubts: Doubt[] = [];
  /** What expressions over features hold, for whoever checks the weights. */
  readonly claims: Claim[] = [];
  readonly #tabulate: Tabulate;
  #variables = 0;

  constructor(options: LoweringOptions, tabulate: Tabulate) {
    this.#tabulate = tabulate;
    this.graph = options.graph;
    this.vocabulary = options.vocabulary;
    this.maxLength = options.maxLength;
    this.causal = options.causal;
    this.precision = precisionOf(options.precision);
    this.budget = new Budget(options.mostWork ?? MOST_CELLS);
    this.token = this.#source("tokens", "token", tokenReadings(options.vocabulary));
    const positions = Array.from({ length: options.maxLength }, (_, i) => i);
    this.index = this.#source("indices", "index", positions);
  }

  /** The table of an s-op, made once. Operands come first (lower.ts goes in graph order). */
  tableOf(id: NodeId, representation: Representation): Table | Refused {
    return tables.once(this, { id, representation }, () => this.#tabulate(this, id, representation));
  }

  readonly knownTable = (id: NodeId): Table | null => {
    const table = tables.recall(this, { id, representation: "sums" });
    if (table === undefined) throw new Error(`internal: node ${String(id)} is not tabulated yet`);
    return isRefused(table) ? null : table;
  };

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
    return this.precision.exactLimit;
  }

  /** Counts table cells gone through. */
  readonly spend = (cells: number): void => {
    this.budget.spend(cells);
  };

  #source(name: string, kind: SourceVariable["kind"], readings: readonly number[]): SourceVariable {
    return { id: this.#variables++, name, kind, ...exactStates(readings) };
  }

  /** A variable that an expression carries. */
  channel(name: string, states: States, carrier: Affine): ChannelVariable {
    const id = this.#variables++;
    return { id, name, kind: "channel", ...states, carrier, time: this.builder.timeOf(carrier) };
  }

  constrain(left: Variable, right: Variable, allows: (left: number, right: number) => boolean): void {
    const allowed = new Uint8Array(left.size * right.size);
    for (let a = 0; a < left.size; a++) {
      for (let b = 0; b < right.size; b++) allowed[a * right.size + b] = allows(a, b) ? 1 : 0;
    }
    this.constraints.push({ left, right, allowed });
  }

  claim({ carrier }: ChannelVariable, kind: Claim["kind"], node: NodeId | null): void {
    const same = (claim: Claim): boolean =>
      claim.kind === kind && claim.node === node && affineKey(claim.carrier) === affineKey(carrier);
    if (!this.claims.some(same)) this.claims.push({ carrier, kind, node });
  }

  /** Files what would make some input fail, if it can happen; null for nothing. */
  doubt(node: NodeId, reason: string | null): void {
    if (reason === null) return;
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
