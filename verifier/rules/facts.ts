/**
 * What holds of selectors for every input: which read positions alone, which
 * never select two keys, which always select one. Rules of the checker's own,
 * tried in order; what is proved is remembered.
 */
import { ITSELF_RULES, NOT_ITSELF_RULES } from "./itself.ts";
import type { Known, Widths } from "./known.ts";
import { POSITION_RULES, widthsOf } from "./positions.ts";
import { DISTINCT_RULES } from "./ranks.ts";
import { SINGLE_RULES } from "./single.ts";
import { SOME_RULES } from "./some.ts";
import type { Conjunction } from "../program/formula.ts";
import { conjunctionsOf } from "../program/formula.ts";
import type { Program } from "../program/program.ts";
import { NONE } from "../program/table.ts";
import { Trials } from "../program/trials.ts";
import type { Answer } from "../report/answer.ts";
import { HOLDS } from "../report/answer.ts";
import type { TriedRule } from "../report/rule.ts";
import { proveBy } from "../report/rule.ts";

export class Facts implements Known {
  readonly program: Program;
  readonly trials: Trials;
  readonly #conjunctions = new Map<number, readonly Conjunction[]>();
  readonly #matrices = new Map<number, Uint8Array | null>();
  readonly #widths = new Map<number, Widths | null>();
  /** Of each table of rules, the selectors of which it has proved its fact. */
  readonly #proved = new Map<readonly TriedRule<Known, number>[], Set<number>>();

  constructor(program: Program) {
    this.program = program;
    this.trials = new Trials(program);
  }

  conjunctions(selector: number): readonly Conjunction[] {
    const known = this.#conjunctions.get(selector);
    if (known !== undefined) return known;
    const made = conjunctionsOf(this.program.graph, selector) ?? [];
    this.#conjunctions.set(selector, made);
    return made;
  }

  /** matrix[query · N + key]: 1 where selected; null if it reads more than positions. */
  matrix(selector: number): Uint8Array | null {
    const known = this.#matrices.get(selector);
    if (known !== undefined) return known;
    const answer = proveBy(POSITION_RULES, this, selector);
    const made = answer.kind === "proved" ? answer.value : null;
    if (answer.kind === "proved") this.program.steps?.note(answer.by, { kind: "node", node: selector });
    this.#matrices.set(selector, made);
    return made;
  }

  byPosition(id: number): Int32Array | null {
    if (!this.trials.mayBePositional(id)) return null;
    const table = this.program.knownTable(id);
    if (table === null || table.cells.includes(NONE)) return null;
    const { index, setting } = this.program;
    const [only, ...others] = table.variables;
    if (only === undefined) return new Int32Array(setting.maxLength).fill(table.cells[0]!);
    return only.id === index.id && others.length === 0 ? table.cells : null;
  }

  widths(selector: number): Widths | null {
    const known = this.#widths.get(selector);
    if (known !== undefined) return known;
    const matrix = this.matrix(selector);
    const widths = matrix === null ? null : widthsOf(this.program, matrix);
    this.#widths.set(selector, widths);
    return widths;
  }

  /** Whether no query of any input selects two keys. */
  single(selector: number): Answer<true> {
    return this.#prove(SINGLE_RULES, selector);
  }

  atMostOne(selector: number): boolean {
    return this.single(selector).kind === "proved";
  }

  alwaysItself(selector: number): boolean {
    return this.#prove(ITSELF_RULES, selector).kind === "proved";
  }

  /** True if no position is selected by itself. */
  neverItself(selector: number): boolean {
    return this.#prove(NOT_ITSELF_RULES, selector).kind === "proved";
  }

  /** Whether every query of every input selects some key; null stands for a selector of all. */
  some(selector: number | null): Answer<true> {
    return selector === null ? HOLDS : this.#prove(SOME_RULES, selector);
  }

  neverEmpty(selector: number | null): boolean {
    return this.some(selector).kind === "proved";
  }

  /** False if it is sure that some query leaves out a key. */
  maySelectAll(selector: number): boolean {
    return this.trials.maySelectAll(selector);
  }

  /** False if it is sure that some query selects a key. */
  maySelectNone(selector: number): boolean {
    const isKnownToSelect = this.#proved.get(SOME_RULES)?.has(selector) === true;
    return !isKnownToSelect && this.trials.maySelectNone(selector);
  }

  isDistinct(id: number): boolean {
    const answer = proveBy(DISTINCT_RULES, this, id);
    if (answer.kind === "proved") this.program.steps?.note(answer.by, { kind: "node", node: id });
    return answer.kind === "proved";
  }

  /** Only what is proved is remembered: more may be known later. */
  #prove(rules: readonly TriedRule<Known, number>[], selector: number): Answer<true> {
    const known = this.#proved.get(rules) ?? new Set();
    if (known.has(selector)) return HOLDS;
    const answer = proveBy(rules, this, selector);
    if (answer.kind !== "proved") return answer;
    this.#proved.set(rules, known.add(selector));
    this.program.steps?.note(answer.by, { kind: "node", node: selector });
    return answer;
  }
}
