/** Operator precedence: from a flat row of operands and operators to a tree. */
import type { IToken } from "chevrotain";
import type { BinarySymbol } from "../../language/graph.ts";
import type { Source } from "../../language/source.ts";
import type { Expression } from "./ast.ts";

/** What stands between two operands: an operator's token, or a whole `if CONDITION else`. */
export type Joint =
  | { readonly kind: "operator"; readonly token: IToken }
  | { readonly kind: "choice"; readonly condition: Expression };

interface Rank {
  readonly symbol: BinarySymbol | "in";
  /** The smaller, the tighter. Prefix operators and postfixes bind tighter than all of these. */
  readonly level: number;
}

/** Spellings of other languages rank as what they mean; they have been reported already. */
const ranks: Readonly<Record<string, Rank>> = {
  "^": { symbol: "^", level: 4 },
  "**": { symbol: "^", level: 4 },
  "*": { symbol: "*", level: 5 },
  "/": { symbol: "/", level: 5 },
  "//": { symbol: "/", level: 5 },
  "%": { symbol: "%", level: 6 },
  "+": { symbol: "+", level: 7 },
  "-": { symbol: "-", level: 7 },
  "==": { symbol: "==", level: 8 },
  "===": { symbol: "==", level: 8 },
  "!=": { symbol: "==", level: 8 },
  "!==": { symbol: "==", level: 8 },
  "<>": { symbol: "==", level: 8 },
  "<": { symbol: "<", level: 8 },
  "<=": { symbol: "<=", level: 8 },
  ">": { symbol: ">", level: 8 },
  ">=": { symbol: ">=", level: 8 },
  and: { symbol: "and", level: 9 },
  "&&": { symbol: "and", level: 9 },
  or: { symbol: "or", level: 9 },
  "||": { symbol: "or", level: 9 },
  in: { symbol: "in", level: 11 },
};

const CHOICE_LEVEL = 10;

/**
 * Builds the tree of `operands[0] joints[0] operands[1] …`.
 *
 * Before: there is one operand more than joints.
 * After:  tighter levels lie deeper, and all levels associate to the left, the
 *         ternary and `^` too. `notDifferent` is told of every `!=`, with its operands.
 * Cost:   O(joints), without recursion, so that long sums are no danger.
 */
export function associate(
  source: Source,
  operands: readonly Expression[],
  joints: readonly Joint[],
  notDifferent: (token: IToken, left: Expression, right: Expression) => void,
): Expression {
  const values: Expression[] = [];
  const pending: Joint[] = [];

  const reduce = (): void => {
    const right = values.pop();
    const left = values.pop();
    const joint = pending.pop();
    if (left === undefined || right === undefined || joint === undefined) {
      throw new Error("internal: an operator lacks an operand");
    }
    const span = { source, start: left.span.start, end: right.span.end };
    if (joint.kind === "choice") {
      values.push({ kind: "ternary", then: left, condition: joint.condition, otherwise: right, span });
      return;
    }
    if (["!=", "!==", "<>"].includes(joint.token.image)) notDifferent(joint.token, left, right);
    values.push({ kind: "binary", symbol: rankOf(joint.token).symbol, left, right, span });
  };

  operands.forEach((operand, index) => {
    values.push(operand);
    const joint = joints[index];
    const level = joint === undefined ? Infinity : levelOf(joint);
    for (let top = pending.at(-1); top !== undefined && levelOf(top) <= level; top = pending.at(-1)) reduce();
    if (joint !== undefined) pending.push(joint);
  });
  const [tree] = values;
  if (tree === undefined) throw new Error("internal: an expression without operands");
  return tree;
}

function levelOf(joint: Joint): number {
  return joint.kind === "choice" ? CHOICE_LEVEL : rankOf(joint.token).level;
}

function rankOf(token: IToken): Rank {
  const rank = ranks[token.image];
  if (rank === undefined) throw new Error(`internal: no precedence for ${token.image}`);
  return rank;
}
