/** Least and greatest of many numbers; spreading them into Math.min would overflow the stack. */

/** Infinity for none. */
export function leastOf(numbers: ArrayLike<number>): number {
  let least = Infinity;
  for (let i = 0; i < numbers.length; i++) if (numbers[i]! < least) least = numbers[i]!;
  return least;
}

/** −Infinity for none. */
export function greatestOf(numbers: ArrayLike<number>): number {
  let greatest = -Infinity;
  for (let i = 0; i < numbers.length; i++) if (numbers[i]! > greatest) greatest = numbers[i]!;
  return greatest;
}
