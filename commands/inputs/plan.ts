/** Inputs to try: every one where they are few, else a seeded sample that includes the extremes. */
import type { Atom } from "../../language/atom.ts";
import type { InputSpace } from "../../compiler/settings/target.ts";
import { createRandom, mulberry32, type Random } from "../../language/random.ts";

export interface InputPlan {
  readonly exhaustive: boolean;
  /** How many inputs `inputs` yields at most. */
  readonly total: number;
  readonly inputs: () => Iterable<readonly Atom[]>;
}

export interface PlanOptions {
  /** All inputs are tried when there are at most this many. */
  readonly limit: number;
  /** Else so many. */
  readonly samples: number;
  readonly seed: number;
}

export function planInputs(space: InputSpace, options: PlanOptions): InputPlan {
  const total = countInputs(space, options.limit);
  if (total <= options.limit) return { exhaustive: true, total, inputs: () => everyInput(space) };
  return { exhaustive: false, total: options.samples, inputs: () => sampleInputs(space, options) };
}

/** How many inputs of length 1 to the greatest there are; stops counting once past `limit`. */
export function countInputs({ vocabulary, maxLength }: InputSpace, limit: number): number {
  let total = 0;
  let ofThisLength = 1;
  for (let length = 1; length <= maxLength && total <= limit; length++) {
    ofThisLength *= vocabulary.length;
    total += ofThisLength;
  }
  return total;
}

/** Every input, short ones first, in the order of the vocabulary. */
export function* everyInput({ vocabulary, maxLength }: InputSpace): Generator<readonly Atom[]> {
  for (let length = 1; length <= maxLength; length++) {
    const digits = Array.from({ length }, () => 0);
    let more = true;
    while (more) {
      yield digits.map((digit) => memberAt(vocabulary, digit));
      more = increment(digits, vocabulary.length);
    }
  }
}

/** Counts one up in place; false when it wrapped round to all zeros. */
function increment(digits: number[], base: number): boolean {
  for (let at = digits.length - 1; at >= 0; at--) {
    const next = (digits[at] ?? 0) + 1;
    if (next < base) {
      digits[at] = next;
      return true;
    }
    digits[at] = 0;
  }
  return false;
}

/**
 * Distinct inputs, at most `samples`: inputs of length 1, constant inputs of the
 * greatest length, then random ones. A quarter of those have the greatest
 * length, and a third draw from two or three tokens only, so that ties and
 * repetitions, where selectors are hardest, are common.
 */
function* sampleInputs(space: InputSpace, { samples, seed }: PlanOptions): Generator<readonly Atom[]> {
  const random = createRandom(seed, mulberry32);
  const seen = new Set<string>();
  for (const digits of candidates(space, samples, random)) {
    if (seen.size >= samples) return;
    const key = digits.join(",");
    if (seen.has(key)) continue;
    seen.add(key);
    yield digits.map((digit) => memberAt(space.vocabulary, digit));
  }
}

function* candidates(
  { vocabulary, maxLength }: InputSpace,
  samples: number,
  random: Random,
): Generator<readonly number[]> {
  const size = vocabulary.length;
  const share = Math.max(1, Math.floor(samples / 4));
  // Interleaved, so that even very few samples see both extremes.
  for (let digit = 0; digit < Math.min(size, share); digit++) {
    yield [digit];
    yield constant(digit, maxLength);
  }
  // Duplicates are passed over; the bound ends the search in a space that is nearly used up.
  for (let attempt = 0; attempt < samples * 20; attempt++) {
    const length = attempt % 4 === 0 ? maxLength : 1 + random.below(maxLength);
    const palette = attempt % 3 === 0 ? few(size, random) : null;
    yield Array.from({ length }, () =>
      palette === null ? random.below(size) : (palette[random.below(palette.length)] ?? 0),
    );
  }
}

function constant(digit: number, length: number): readonly number[] {
  return Array.from({ length }, () => digit);
}

function few(size: number, random: Random): readonly number[] {
  return Array.from({ length: 2 + random.below(2) }, () => random.below(size));
}

function memberAt(vocabulary: readonly Atom[], index: number): Atom {
  const atom = vocabulary[index];
  if (atom === undefined) throw new Error(`internal: no vocabulary member ${String(index)}`);
  return atom;
}
