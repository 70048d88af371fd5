/** Arithmetic that several passes need: extremes of many numbers, greatest common divisors. */

/** Least of many numbers, Infinity for none; spreading them into Math.min would overflow the stack. */
export function leastOf(numbers: ArrayLike<number>): number {
  let least = Infinity;
  for (let i = 0; i < numbers.length; i++) if (numbers[i]! < least) least = numbers[i]!;
  return least;
}

/** Greatest of many numbers, −Infinity for none. */
export function greatestOf(numbers: ArrayLike<number>): number {
  let greatest = -Infinity;
  for (let i = 0; i < numbers.length; i++) if (numbers[i]! > greatest) greatest = numbers[i]!;
  return greatest;
}

/** Of two integers, never negative. */
export function greatestDivisor(left: number, right: number): number {
  let [a, b] = [Math.abs(left), Math.abs(right)];
  while (b !== 0) [a, b] = [b, a % b];
  return a;
}

/** Of two integers of any size, never negative. */
export function greatestLargeDivisor(left: bigint, right: bigint): bigint {
  let [a, b] = [magnitude(left), magnitude(right)];
  while (b !== 0n) [a, b] = [b, a % b];
  return a;
}

export function magnitude(n: bigint): bigint {
  return n < 0n ? -n : n;
}

/** The least power of two above a bound. */
export function powerOfTwoAbove(bound: number): number {
  return 2 ** (Math.floor(Math.log2(Math.max(bound, 1))) + 1);
}
