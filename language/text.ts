/** Atoms as text and back, as Python's `str`, `int` and `float` do it. */
import type { Atom } from "./atom.ts";

/** `1`, `1.0`, `True`; a string is itself. */
export function atomText(atom: Atom): string {
  switch (atom.type) {
    case "string":
      return atom.value;
    case "bool":
      return atom.value ? "True" : "False";
    case "int":
      return BigInt(atom.value).toString();
    case "float":
      return floatText(atom.value);
    default:
      return atom satisfies never;
  }
}

/** The shortest text that reads back as the same double, laid out as Python does: `0.1`, `1e+16`, `1e-05`. */
export function floatText(value: number): string {
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value < 0 ? "-inf" : "inf";
  const sign = value < 0 || Object.is(value, -0) ? "-" : "";
  const [mantissa = "0", power = "0"] = Math.abs(value).toExponential().split("e");
  const digits = mantissa.replace(".", "");
  const exponent = Number(power);
  if (exponent < -4 || exponent >= 16) {
    const size = String(Math.abs(exponent)).padStart(2, "0");
    return `${sign}${mantissa}e${exponent < 0 ? "-" : "+"}${size}`;
  }
  if (exponent < 0) return `${sign}0.${"0".repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, "0");
  return `${sign}${whole}.${digits.slice(exponent + 1) || "0"}`;
}

/** Undefined where Python's `int` would refuse; infinite where the exact int is beyond 2^53. */
export function parseIntText(text: string): number | undefined {
  const trimmed = trim(text);
  if (!/^[+-]?\d+(_\d+)*$/.test(trimmed)) return undefined;
  const digits = trimmed.replaceAll("_", "").replace(/^([+-]?)0+(?=\d)/, "$1");
  if (digits.length > 17) return Infinity;
  const exact = BigInt(digits.replace("+", ""));
  return exact > 2n ** 53n || exact < -(2n ** 53n) ? Infinity : Number(exact);
}

/** Undefined where Python's `float` would refuse. */
export function parseFloatText(text: string): number | undefined {
  const trimmed = trim(text);
  if (/^[+-]?(\d+(_\d+)*\.?|(\d+(_\d+)*)?\.\d+(_\d+)*)(e[+-]?\d+(_\d+)*)?$/i.test(trimmed)) {
    return Number(trimmed.replaceAll("_", ""));
  }
  const special = /^([+-]?)(inf|infinity|nan)$/i.exec(trimmed);
  if (special === null) return undefined;
  if (special[2]?.toLowerCase() === "nan") return NaN;
  return special[1] === "-" ? -Infinity : Infinity;
}

/** Without Python's white space at both ends, which is not quite JavaScript's. */
function trim(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isSpace(text.charAt(start))) start++;
  while (end > start && isSpace(text.charAt(end - 1))) end--;
  return text.slice(start, end);
}

function isSpace(character: string): boolean {
  return (/\s/.test(character) && character !== "\ufeff") || character === "\x85";
}
