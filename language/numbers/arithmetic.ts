/** `+ - * / % ^` and `round` on atoms, with Python's result types and exact ints. */
import type { Atom } from "../atom.ts";
import { float, int, numberOf, string } from "../atom.ts";
import type { Failure } from "../failure.ts";
import { power } from "./power.ts";

export type ArithmeticSymbol = "+" | "-" | "*" | "/" | "%" | "^";

/** The greatest magnitude of an int: beyond it not every int is a double. */
export const GREATEST_INT = 2 ** 53;

/** The most UTF-16 units `+` and `*` may make of strings. */
export const LONGEST_STRING = 2 ** 20;

export function applyArithmetic(symbol: ArithmeticSymbol, left: Atom, right: Atom): Atom | Failure {
  const a = numberOf(left);
  const b = numberOf(right);
  if (a === undefined || b === undefined) return applyToStrings(symbol, left, right);
  const areInts = left.type !== "float" && right.type !== "float";
  switch (symbol) {
    case "+":
      return areInts ? exactInt(symbol, a + b, () => BigInt(a) + BigInt(b)) : float(a + b);
    case "-":
      return areInts ? exactInt(symbol, a - b, () => BigInt(a) - BigInt(b)) : float(a - b);
    case "*":
      return areInts ? exactInt(symbol, a * b, () => BigInt(a) * BigInt(b)) : float(a * b);
    case "/":
      return b === 0 ? divisionByZero : float(a / b);
    case "%":
      if (b === 0) return { failed: "zero-division", message: "remainder of a division by zero" };
      return areInts ? int(remainder(a, b) + 0) : float(remainder(a, b));
    case "^":
      return power(a, b, areInts);
    default:
      return symbol satisfies never;
  }
}

/** To an int, half to even: 0.5 → 0, 1.5 → 2, -0.5 → 0. */
export function roundAtom(operand: Atom): Atom | Failure {
  const value = numberOf(operand);
  if (value === undefined) return { failed: "type", message: "`round` needs a number, not a string" };
  if (Number.isNaN(value))
    return { failed: "value", message: "`round` of a value that is not a number (nan)" };
  return Math.abs(value) > GREATEST_INT ? intOverflow("round") : int(halfToEven(value) + 0);
}

export function intOverflow(operation: string): Failure {
  return { failed: "overflow", message: `\`${operation}\` gives an int beyond 2^53 in magnitude` };
}

/** "an int", "a string": the atom's type in a sentence. */
export function typePhrase(atom: Atom): string {
  return atom.type === "int" ? "an int" : `a ${atom.type}`;
}

const divisionByZero: Failure = { failed: "zero-division", message: "division by zero" };

/** `rounded` is the exact result rounded to a double, so below 2^53 it is the exact result. */
function exactInt(symbol: ArithmeticSymbol, rounded: number, exact: () => bigint): Atom | Failure {
  const magnitude = Math.abs(rounded);
  if (magnitude < GREATEST_INT) return int(rounded + 0);
  if (magnitude > GREATEST_INT || BigInt(rounded) !== exact()) return intOverflow(symbol);
  return int(rounded);
}

/** With the sign of the divisor, as CPython's float_rem and long_mod. */
function remainder(dividend: number, divisor: number): number {
  const rest = dividend % divisor;
  if (rest === 0) return divisor < 0 ? -0 : 0;
  return rest < 0 === divisor < 0 ? rest : rest + divisor;
}

function halfToEven(value: number): number {
  const floor = Math.floor(value);
  const above = value - floor;
  if (above === 0.5) return floor % 2 === 0 ? floor : floor + 1;
  return above < 0.5 ? floor : floor + 1;
}

function applyToStrings(symbol: ArithmeticSymbol, left: Atom, right: Atom): Atom | Failure {
  if (symbol === "+" && left.type === "string" && right.type === "string") {
    const length = left.value.length + right.value.length;
    return length > LONGEST_STRING ? tooLong(length) : string(left.value + right.value);
  }
  if (symbol === "*") {
    const repeated = repeat(left, right) ?? repeat(right, left);
    if (repeated !== undefined) return repeated;
  }
  if (symbol === "%" && left.type === "string") {
    return {
      failed: "type",
      message: "`%` on a string would be string formatting, which RASP here does not have",
    };
  }
  return { failed: "type", message: `${needs(symbol)}, not ${typePhrase(left)} and ${typePhrase(right)}` };
}

function needs(symbol: ArithmeticSymbol): string {
  if (symbol === "+") return "`+` needs two numbers or two strings";
  if (symbol === "*") return "`*` needs two numbers, or a string and an int";
  return `\`${symbol}\` needs two numbers`;
}

function repeat(text: Atom, times: Atom): Atom | Failure | undefined {
  if (text.type !== "string" || times.type === "string" || times.type === "float") return undefined;
  const count = Math.max(0, Number(times.value));
  const length = text.value.length * count;
  if (length > LONGEST_STRING) return tooLong(length);
  return string(length === 0 ? "" : text.value.repeat(count));
}

function tooLong(length: number): Failure {
  return { failed: "limit", message: `a string of ${length} characters; the limit is ${LONGEST_STRING}` };
}
