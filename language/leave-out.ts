/** Makes a sequence short that has some fault. */

/**
 * Leaves out elements, many at a time and then one by one, as long as `fails`
 * still holds. At least one element stays; from the result no single one can
 * be left out.
 */
export function leaveOut<T>(sequence: readonly T[], fails: (shorter: readonly T[]) => boolean): readonly T[] {
  let best = sequence;
  for (let piece = Math.ceil(best.length / 2); piece >= 1; piece = piece === 1 ? 0 : Math.ceil(piece / 2)) {
    let at = 0;
    while (at < best.length && best.length > 1) {
      const candidate = [...best.slice(0, at), ...best.slice(at + piece)];
      if (candidate.length > 0 && fails(candidate)) best = candidate;
      else at += piece;
    }
  }
  return best;
}
