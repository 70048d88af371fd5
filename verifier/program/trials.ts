/**
 * A few inputs, gone through position by position. What does not hold of one of
 * them cannot be proved of all, so the proof need not be tried. Nothing is ever
 * concluded from what does hold: a mistake here could lose a proof, not make one.
 */
import { float, int } from "../../language/atom.ts";
import { isFailure } from "../../language/failure.ts";
import { exactMean } from "../../language/numbers/mean.ts";
import { convertToken, prepareOperator } from "../../language/operators.ts";
import type { ModelNode } from "../../runtime/model.ts";
import { outcomesOf } from "./formula.ts";
import type { Program } from "./program.ts";
import { toAtom, toOperator } from "./stated.ts";
import type { AtomId } from "../state/atoms.ts";
import { Atoms, UNRELATED } from "../state/atoms.ts";
import { attempt } from "../report/unproved.ts";

/** One input, on which the whole program has a value. */
interface Trial {
  readonly size: number;
  /** By node: of an s-op the atom at each position, of a selector 1 for each pair, [query, key], that it selects. */
  readonly values: readonly Int32Array[];
}

/** Steps of larger programs are not gone through. */
const MOST_NODES = 4096;

export class Trials {
  readonly #program: Program;
  /** Of its own, so that trying leaves no trace. */
  readonly #atoms = new Atoms();
  readonly #trials: Trial[] = [];
  #waiting: (readonly number[])[];

  constructor(program: Program) {
    this.#program = program;
    const { vocabulary, maxLength } = program.setting;
    const tokens = vocabulary.length;
    const isTried = program.graph.length <= MOST_NODES && tokens > 0;
    const longest = (length: number): number => Math.min(length, maxLength);
    this.#waiting = isTried
      ? [
          Array.from({ length: longest(4) }, (_, i) => i % tokens),
          Array.from({ length: longest(3) }, () => tokens - 1),
          Array.from({ length: longest(5) }, (_, i) => (i * i * 7 + i * 3 + 1) % tokens),
          [0],
        ]
      : [];
  }

  /** False if some query leaves out some key. */
  maySelectAll(selector: number): boolean {
    return !this.#some(({ size, values }) =>
      this.#someRow(size, (from, to) => count(values[selector]!, from, to) < to - from),
    );
  }

  maySelectNone(selector: number): boolean {
    return !this.#some(({ size, values }) =>
      this.#someRow(size, (from, to) => count(values[selector]!, from, to) > 0),
    );
  }

  /** False if some query selects no key. */
  mayNeverBeEmpty(selector: number): boolean {
    return !this.#some(({ size, values }) =>
      this.#someRow(size, (from, to) => count(values[selector]!, from, to) === 0),
    );
  }

  /** False if some query selects two keys. */
  maySelectOneAtMost(selector: number): boolean {
    return !this.#some(({ size, values }) =>
      this.#someRow(size, (from, to) => count(values[selector]!, from, to) > 1),
    );
  }

  /** False if some position is not selected by itself. */
  maySelectItself(selector: number): boolean {
    return !this.#some(({ size, values }) => {
      for (let i = 0; i < size; i++) if (values[selector]![i * size + i] === 0) return true;
      return false;
    });
  }

  /** False if two inputs have different values at the same index. */
  mayBePositional(id: number): boolean {
    const seen: AtomId[] = [];
    return !this.#some(({ size, values }) => {
      for (let i = 0; i < size; i++) {
        const own = this.#atoms.classOf(values[id]![i]!);
        if ((seen[i] ?? own) !== own) return true;
        seen[i] = own;
      }
      return false;
    });
  }

  /** A row ends where attention does: at the query itself where it is causal. */
  #someRow(size: number, test: (from: number, to: number) => boolean): boolean {
    const { causal } = this.#program.setting;
    for (let query = 0; query < size; query++) {
      if (test(query * size, query * size + (causal ? query + 1 : size))) return true;
    }
    return false;
  }

  /** Inputs are gone through only when those before do not suffice. */
  #some(test: (trial: Trial) => boolean): boolean {
    for (let i = 0; ; i++) {
      while (i >= this.#trials.length) {
        const [next, ...others] = this.#waiting;
        if (next === undefined) return false;
        this.#waiting = others;
        const trial = this.#run(next);
        if (trial !== null) this.#trials.push(trial);
      }
      if (test(this.#trials[i]!)) return true;
    }
  }

  /** Null where the program has no value, or may have none: nothing is claimed of such inputs. */
  #run(tokens: readonly number[]): Trial | null {
    const values: Int32Array[] = [];
    const isComplete = attempt(() =>
      this.#program.graph.every((node) => {
        const own = this.#evaluate(node, tokens, values);
        if (own !== null) values.push(own);
        return own !== null;
      }),
    );
    return isComplete.kind === "proved" && isComplete.value ? { size: tokens.length, values } : null;
  }

  #evaluate(node: ModelNode, tokens: readonly number[], values: readonly Int32Array[]): Int32Array | null {
    const size = tokens.length;
    const { vocabulary, causal } = this.#program.setting;
    const atoms = this.#atoms;
    switch (node.kind) {
      case "tokens":
        return each(size, (i) => {
          const value = convertToken(node.reading, vocabulary[tokens[i]!]!);
          return isFailure(value) ? null : atoms.intern(value);
        });
      case "indices":
        return each(size, (i) => atoms.intern(int(i)));
      case "length":
        return each(size, (i) => atoms.intern(int(causal ? i + 1 : size)));
      case "constant":
        return new Int32Array(size).fill(atoms.intern(toAtom(node.value)));
      case "map": {
        const apply = prepareOperator(toOperator(node.operator));
        const own = each(size, (i) => {
          const value = apply(node.operands.map((operand) => atoms.atom(values[operand]![i]!)));
          return isFailure(value) ? null : atoms.intern(value);
        });
        return own !== null && this.#isOfOneType(own) ? own : null;
      }
      case "select": {
        const [keys, queries] = [values[node.keys]!, values[node.queries]!];
        const selecting = outcomesOf(node.comparison);
        const isOrder = node.comparison !== "==" && node.comparison !== "!=";
        return each(size * size, (i) => {
          const outcome = atoms.outcome(keys[i % size]!, queries[Math.floor(i / size)]!);
          if (isOrder && outcome === UNRELATED) return null;
          return (outcome & selecting) === 0 ? 0 : 1;
        });
      }
      case "both":
      case "either": {
        const [left, right] = [values[node.left]!, values[node.right]!];
        const isBoth = node.kind === "both";
        return left.map((own, i) => (isBoth ? own & right[i]! : own | right[i]!));
      }
      case "not":
        return values[node.operand]!.map((own) => 1 - own);
      case "width":
        return each(size, (query) => {
          const end = query * size + (causal ? query + 1 : size);
          return atoms.intern(int(count(values[node.selector]!, query * size, end)));
        });
      case "aggregate": {
        const [selected, value] = [values[node.selector]!, values[node.value]!];
        const fallback = atoms.intern(toAtom(node.default));
        const isAveraged = Array.from(value, (atom) => atoms.atom(atom).type).every(
          (type) => type === "int" || type === "float",
        );
        const own = each(size, (query) => {
          const row: AtomId[] = [];
          for (let key = 0; key < (causal ? query + 1 : size); key++)
            if (selected[query * size + key] === 1) row.push(value[key]!);
          const [only = fallback, ...others] = row;
          if (others.length === 0) return only;
          return isAveraged ? atoms.intern(float(exactMean(row.map((atom) => atoms.atom(atom))))) : null;
        });
        return own !== null && this.#isOfOneType(own) ? own : null;
      }
      default:
        return node satisfies never;
    }
  }

  /** Strings and numbers in one sequence are no value. */
  #isOfOneType(values: Int32Array): boolean {
    const first = this.#atoms.isString(values[0]!);
    return values.every((value) => this.#atoms.isString(value) === first);
  }
}

/** Null where one of them is. */
function each(size: number, valueOf: (i: number) => number | null): Int32Array | null {
  const values = new Int32Array(size);
  for (let i = 0; i < size; i++) {
    const value = valueOf(i);
    if (value === null) return null;
    values[i] = value;
  }
  return values;
}

function count(selected: Int32Array, from: number, to: number): number {
  let sum = 0;
  for (let i = from; i < to; i++) sum += selected[i]!;
  return sum;
}
