/** Elementwise expressions and library calls, with their text. */
import type { Atom } from "../../language/atom.ts";
import { bool, int } from "../../language/atom.ts";
import type { BinarySymbol, UnarySymbol } from "../../language/graph.ts";
import type { Selector, SOp, World } from "./values.ts";
import {
  aggregate,
  combine,
  constant,
  indices,
  length,
  literal,
  map,
  parenthesised,
  renamed,
  select,
  width,
} from "./values.ts";

const levels: Readonly<Record<BinarySymbol, number>> = {
  "^": 4,
  "*": 5,
  "/": 5,
  "%": 6,
  "+": 7,
  "-": 7,
  "==": 8,
  "<": 8,
  "<=": 8,
  ">": 8,
  ">=": 8,
  and: 9,
  or: 9,
};

/** Every level associates to the left, so that a right operand of the same level needs parentheses. */
export function binary(symbol: BinarySymbol, left: SOp, right: SOp): SOp | null {
  const level = levels[symbol];
  const text = `${parenthesised(left, level)} ${symbol} ${parenthesised(right, level - 1)}`;
  return map({ kind: "binary", symbol }, [left, right], { text, level });
}

export function unary(symbol: UnarySymbol, operand: SOp): SOp | null {
  if (symbol !== "-" && symbol !== "+" && symbol !== "not") {
    return map({ kind: "unary", symbol }, [operand], { text: `${symbol}(${operand.text})`, level: 0 });
  }
  const space = symbol === "not" ? " " : "";
  const text = `${symbol}${space}${parenthesised(operand, 3)}`;
  return map({ kind: "unary", symbol }, [operand], { text, level: 3 });
}

export function choose(then: SOp, condition: SOp, otherwise: SOp): SOp | null {
  const text = `${parenthesised(then, 10)} if ${condition.text} else ${parenthesised(otherwise, 9)}`;
  return map({ kind: "choose" }, [then, condition, otherwise], { text, level: 10 });
}

export function member(operand: SOp, items: readonly Atom[]): SOp | null {
  const text = `${parenthesised(operand, 11)} in [${items.map(literal).join(", ")}]`;
  return map({ kind: "member", items }, [operand], { text, level: 11 });
}

export function element(items: readonly Atom[], index: SOp): SOp | null {
  const text = `[${items.map(literal).join(", ")}][${index.text}]`;
  return map({ kind: "element", items }, [index], { text, level: 1 });
}

export function entry(entries: readonly (readonly [Atom, Atom])[], key: SOp): SOp | null {
  const shown = entries.map(([from, to]) => `${literal(from)}: ${literal(to)}`).join(", ");
  return map({ kind: "entry", entries }, [key], { text: `{${shown}}[${key.text}]`, level: 1 });
}

export function fullSelector(world: World): Selector {
  const one = constant(world, int(1));
  return renamed(certain(select(one, one, "==")), "full_s");
}

export function hasFocus(world: World, selector: Selector): SOp | null {
  return called("has_focus", [selector], binary(">", width(world, selector), constant(world, int(0))));
}

export function count(world: World, sequence: SOp, atom: SOp): SOp | null {
  const one = constant(world, int(1));
  const equal = binary("==", sequence, atom);
  const marked = equal === null ? null : unary("indicator", equal);
  const selector = marked === null ? null : select(marked, one, "==");
  return selector === null ? null : called("count", [sequence, atom], width(world, selector));
}

export function contains(world: World, sequence: SOp, atom: SOp): SOp | null {
  const counted = count(world, sequence, atom);
  return counted === null
    ? null
    : called("contains", [sequence, atom], binary(">", counted, constant(world, int(0))));
}

export function extreme(word: "min" | "max", left: SOp, right: SOp): SOp | null {
  const condition = binary(word === "min" ? "<" : ">", left, right);
  return condition === null ? null : called(word, [left, right], choose(left, condition, right));
}

export function average(world: World, value: SOp): SOp | null {
  return called("average", [value], aggregate(world, fullSelector(world), value, null));
}

export function loadFrom(world: World, value: SOp, location: SOp): SOp | null {
  const selector = select(indices(world), location, "==");
  if (selector === null) return null;
  return called("load_from_location", [value, location], aggregate(world, selector, value, null));
}

/** `x[i]`: that position's value everywhere; a negative index counts from the end. */
export function at(world: World, value: SOp, index: number): SOp | null {
  const offset = constant(world, int(index));
  const place = index < 0 ? binary("+", length(world), offset) : offset;
  const loaded = place === null ? null : loadFrom(world, value, place);
  return loaded === null ? null : renamed(loaded, `${parenthesised(value, 1)}[${String(index)}]`, 1);
}

export function shift(world: World, value: SOp, by: number, filler: Atom): SOp | null {
  const distance = constant(world, int(by));
  const moved = binary("+", indices(world), distance);
  const selector = moved === null ? null : select(moved, indices(world), "==");
  if (selector === null) return null;
  return called(
    "shift",
    [value, distance, constant(world, filler)],
    aggregate(world, selector, value, filler),
  );
}

export function sort(world: World, value: SOp, key: SOp): SOp | null {
  const here = indices(world);
  const smaller = select(key, key, "<");
  const equal = select(key, key, "==");
  if (smaller === null || equal === null) return null;
  const earlier = combine("or", smaller, combine("and", equal, certain(select(here, here, "<"))));
  const selector = select(width(world, earlier), here, "==");
  return selector === null ? null : called("sort", [value, key], aggregate(world, selector, value, null));
}

export function mark(world: World, end: "first" | "last", sequence: SOp, atom: SOp): SOp | null {
  const here = indices(world);
  const equal = select(sequence, atom, "==");
  const isEqual = binary("==", sequence, atom);
  if (equal === null || isEqual === null) return null;
  const beyond = certain(select(here, here, end === "first" ? "<" : ">"));
  const focus = hasFocus(world, combine("and", equal, beyond));
  const alone = focus === null ? null : unary("not", focus);
  return alone === null
    ? null
    : called(`mark_${end}_instance`, [sequence, atom], binary("and", isEqual, alone));
}

export function selectFrom(world: World, end: "first" | "last", sequence: SOp, atom: SOp): Selector | null {
  const marked = mark(world, end, sequence, atom);
  if (marked === null) return null;
  const selector = select(marked, constant(world, bool(true)), "==");
  return selector === null ? null : called(`select_from_${end}`, [sequence, atom], selector);
}

export function selectNextIdentical(world: World, sequence: SOp): Selector | null {
  const here = indices(world);
  const same = select(sequence, sequence, "==");
  if (same === null) return null;
  const rank = width(world, combine("and", same, certain(select(here, here, "<"))));
  const next = binary("+", rank, constant(world, int(1)));
  const successor = next === null ? null : select(rank, next, "==");
  return successor === null
    ? null
    : called("select_next_identical", [sequence], combine("and", same, successor));
}

/** `atom in s-op`: does any position equal it? */
export function anywhere(world: World, atom: SOp, sequence: SOp): SOp | null {
  const found = contains(world, sequence, atom);
  return found === null
    ? null
    : renamed(found, `${parenthesised(atom, 11)} in ${parenthesised(sequence, 10)}`, 11);
}

/** The call's value under the call's text. */
export function called<V extends SOp | Selector>(
  name: string,
  operands: readonly { readonly text: string }[],
  value: V | null,
): V | null {
  return value === null ? null : renamed(value, `${name}(${operands.map(({ text }) => text).join(", ")})`);
}

function certain<V>(value: V | null): V {
  if (value === null) throw new Error("internal: comparing positions cannot fail");
  return value;
}
