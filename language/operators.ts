/** What the operators do to atoms: one meaning for the interpreter, the elaborator and the compiler. */
import { applyArithmetic, intOverflow, GREATEST_INT, roundAtom, typePhrase } from "./numbers/arithmetic.ts";
import type { Atom, AtomType } from "./atom.ts";
import {
  bool,
  compareStrings,
  equalAtoms,
  equalityKey,
  float,
  int,
  isTruthy,
  numberOf,
  string,
} from "./atom.ts";
import { atomText, parseFloatText, parseIntText } from "./text.ts";
import type { Failure } from "./failure.ts";
import { isFailure } from "./failure.ts";
import type { BinarySymbol, Comparison, Operator, TokenReading, UnarySymbol } from "./graph.ts";

/** An operator made ready: looks up in literal lists and dicts without searching them. */
export type AtomFunction = (operands: readonly Atom[]) => Atom | Failure;

/** One application; use `prepareOperator` to apply the same operator many times. */
export function applyOperator(operator: Operator, operands: readonly Atom[]): Atom | Failure {
  return prepareOperator(operator)(operands);
}

export function prepareOperator(operator: Operator): AtomFunction {
  switch (operator.kind) {
    case "binary":
      return (operands) => applyBinary(operator.symbol, operand(operands, 0), operand(operands, 1));
    case "unary":
      return (operands) => applyUnary(operator.symbol, operand(operands, 0));
    case "choose":
      return (operands) => operand(operands, isTruthy(operand(operands, 1)) ? 0 : 2);
    case "member": {
      const keys = new Set(operator.items.filter(isComparable).map(equalityKey));
      return (operands) => bool(keys.has(equalityKey(operand(operands, 0))));
    }
    case "element":
      return (operands) => elementAt(operator.items, operand(operands, 0));
    case "entry": {
      const entries = new Map(operator.entries.map(([key, value]) => [equalityKey(key), value]));
      return (operands) => entryOf(entries, operand(operands, 0));
    }
    default:
      return operator satisfies never;
  }
}

/** `left comparison right`; only the orderings can fail. */
export function compareAtoms(comparison: Comparison, left: Atom, right: Atom): boolean | Failure {
  if (comparison === "==") return equalAtoms(left, right);
  if (comparison === "!=") return !equalAtoms(left, right);
  if (left.type === "string" && right.type === "string") {
    return holds(comparison, compareStrings(left.value, right.value), 0);
  }
  const a = numberOf(left);
  const b = numberOf(right);
  if (a === undefined || b === undefined) {
    const message = `\`${comparison}\` needs two numbers or two strings, not ${typePhrase(left)} and ${typePhrase(right)}`;
    return { failed: "type", message };
  }
  return holds(comparison, a, b);
}

/** An element of the input as `tokens_str`, `tokens_int`, ... give it. */
export function convertToken(reading: TokenReading, element: Atom): Atom | Failure {
  switch (reading) {
    case "asis":
      return element;
    case "str":
      return string(atomText(element));
    case "bool":
      return bool(isTruthy(element));
    case "int":
      return toInt(element);
    case "float":
      return toFloat(element);
    default:
      return reading satisfies never;
  }
}

/**
 * The sequence type rule: one type, or numbers only (int if all are ints and
 * bools, else float). Elements keep the types they have.
 */
export function sequenceType(atoms: readonly Atom[]): AtomType | Failure {
  const first = atoms[0];
  if (first === undefined) throw new Error("internal: an empty sequence has no type");
  let type: AtomType = first.type;
  for (const [position, atom] of atoms.entries()) {
    if (atom.type === type) continue;
    if (atom.type === "string" || type === "string") {
      const message = `different types in one sequence: ${typePhrase(first)} at position 0 and ${typePhrase(atom)} at position ${position}`;
      return { failed: "type", message };
    }
    type = atom.type === "float" || type === "float" ? "float" : "int";
  }
  return type;
}

function operand(operands: readonly Atom[], index: number): Atom {
  const atom = operands[index];
  if (atom === undefined) throw new Error(`internal: operand ${index} is missing`);
  return atom;
}

function applyBinary(symbol: BinarySymbol, left: Atom, right: Atom): Atom | Failure {
  switch (symbol) {
    case "and":
      return bool(isTruthy(left) && isTruthy(right));
    case "or":
      return bool(isTruthy(left) || isTruthy(right));
    case "==":
    case "<":
    case "<=":
    case ">":
    case ">=": {
      const answer = compareAtoms(symbol, left, right);
      return isFailure(answer) ? answer : bool(answer);
    }
    case "+":
    case "-":
    case "*":
    case "/":
    case "%":
    case "^":
      return applyArithmetic(symbol, left, right);
    default:
      return symbol satisfies never;
  }
}

function applyUnary(symbol: UnarySymbol, atom: Atom): Atom | Failure {
  switch (symbol) {
    case "not":
      return bool(!isTruthy(atom));
    case "indicator":
      return int(isTruthy(atom) ? 1 : 0);
    case "round":
      return roundAtom(atom);
    case "-":
    case "+": {
      const value = numberOf(atom);
      if (value === undefined)
        return { failed: "type", message: `\`${symbol}\` needs a number, not a string` };
      const signed = symbol === "-" ? -value : value;
      return atom.type === "float" ? float(signed) : int(signed + 0);
    }
    default:
      return symbol satisfies never;
  }
}

function holds(comparison: "<" | "<=" | ">" | ">=", a: number, b: number): boolean {
  switch (comparison) {
    case "<":
      return a < b;
    case "<=":
      return a <= b;
    case ">":
      return a > b;
    case ">=":
      return a >= b;
    default:
      return comparison satisfies never;
  }
}

/** Not a number equals nothing, itself included. */
function isComparable(atom: Atom): boolean {
  return equalAtoms(atom, atom);
}

function elementAt(items: readonly Atom[], index: Atom): Atom | Failure {
  if (index.type === "string" || index.type === "float") {
    return { failed: "type", message: `an index must be an int, not ${typePhrase(index)}` };
  }
  const position = Number(index.value);
  const item = items[position < 0 ? position + items.length : position];
  if (item !== undefined) return item;
  return {
    failed: "value",
    message: `index ${position} is out of range: there are ${items.length} elements`,
  };
}

function entryOf(entries: ReadonlyMap<string, Atom>, key: Atom): Atom | Failure {
  const value = isComparable(key) ? entries.get(equalityKey(key)) : undefined;
  if (value !== undefined) return value;
  const shown = key.type === "string" ? JSON.stringify(key.value) : atomText(key);
  return { failed: "value", message: `the dict has no key ${shown}` };
}

function toInt(element: Atom): Atom | Failure {
  if (element.type === "string") {
    const parsed = parseIntText(element.value);
    if (parsed === undefined) return unreadable(element.value, "an int");
    return Math.abs(parsed) > GREATEST_INT ? intOverflow("tokens_int") : int(parsed + 0);
  }
  const value = Math.trunc(Number(element.value));
  if (Number.isNaN(value)) return { failed: "value", message: "not a number (nan) is no int" };
  return Math.abs(value) > GREATEST_INT ? intOverflow("tokens_int") : int(value + 0);
}

function toFloat(element: Atom): Atom | Failure {
  if (element.type !== "string") return float(Number(element.value));
  const parsed = parseFloatText(element.value);
  return parsed === undefined ? unreadable(element.value, "a float") : float(parsed);
}

function unreadable(text: string, wanted: string): Failure {
  return { failed: "value", message: `the token ${JSON.stringify(text)} is not ${wanted}` };
}
