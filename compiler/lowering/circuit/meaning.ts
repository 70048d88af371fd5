/** What a feature's number is, in words: exact, whatever was taken from the number that it was made for. */
import type { Affine } from "./affine.ts";

/** The meaning of (number − offset) / factor. */
export function reducedMeaning(meaning: string, offset: number, factor: number): string {
  if (factor === -1)
    return offset === 0 ? `−${bracketed(meaning)}` : `${String(offset)} − ${bracketed(meaning)}`;
  const less = offset === 0 ? meaning : `${bracketed(meaning)} ${signed(-offset)}`;
  return factor === 1 ? less : `${bracketed(less)} / ${text(factor)}`;
}

/** The meaning of number − expression. */
export function restMeaning(
  meaning: string,
  { constant, terms }: Affine,
  nameOf: (feature: number) => string,
): string {
  const parts = terms.map(([feature, coefficient]) => [coefficient, nameOf(feature)] as const);
  const all = constant === 0 ? parts : [...parts, [constant, ""] as const];
  if (all.length === 0) return meaning;
  const taken = all.map(([coefficient, name]) => {
    const size = Math.abs(coefficient);
    if (name === "") return signed(-coefficient);
    const factor = size === 1 ? bracketed(name) : `${text(size)} · ${bracketed(name)}`;
    return `${coefficient < 0 ? "+" : "−"} ${factor}`;
  });
  return `${bracketed(meaning)} ${taken.join(" ")}`;
}

/** The meaning of (number − middle)². */
export function squareMeaning(meaning: string, middle: number): string {
  return middle === 0 ? `${bracketed(meaning)}²` : `(${bracketed(meaning)} ${signed(-middle)})²`;
}

/** Names, calls and squares of brackets stand by themselves. */
function bracketed(meaning: string): string {
  return /^[\w.#]+$/.test(meaning) || isCall(meaning) ? meaning : `(${meaning})`;
}

/** One pair of brackets that ends where the text does, with or without a name before it and a square behind. */
function isCall(meaning: string): boolean {
  const opening = /^\w*\(/.exec(meaning)?.[0].length ?? 0;
  const closing = meaning.endsWith("²") ? meaning.length - 2 : meaning.length - 1;
  if (opening === 0 || meaning[closing] !== ")") return false;
  let depth = 1;
  for (let at = opening; at < closing; at++) {
    if (meaning[at] === "(") depth++;
    if (meaning[at] === ")") depth--;
    if (depth === 0) return false;
  }
  return depth === 1;
}

function signed(value: number): string {
  return `${value < 0 ? "−" : "+"} ${text(Math.abs(value))}`;
}

function text(value: number): string {
  return String(value).replace("-", "−");
}
