/** "Did you mean": the known name nearest to a misspelt one. */

/**
 * The candidate with the least edit distance to `name`, if it is near enough:
 * a third of the name's length, at least 1. Of equally near ones the first in
 * the order of code units.
 */
export function suggest(name: string, candidates: Iterable<string>): string | undefined {
  const limit = Math.max(1, Math.floor(Math.min(name.length, 30) / 3));
  let best: { readonly candidate: string; readonly distance: number } | undefined;
  for (const candidate of [...candidates].toSorted()) {
    if (candidate === name || Math.abs(candidate.length - name.length) > limit) continue;
    const distance =
      candidate.toLowerCase() === name.toLowerCase() ? 0.5 : editDistance(name, candidate, limit);
    // A name with no character in common with the candidate is no misspelling of it.
    if (distance > limit || distance >= Math.max(name.length, candidate.length)) continue;
    if (best === undefined || distance < best.distance) best = { candidate, distance };
  }
  return best?.candidate;
}

/**
 * Insertions, deletions, replacements and transpositions of neighbours that turn
 * one text into the other (optimal string alignment), or more than `limit`.
 */
function editDistance(from: string, to: string, limit: number): number {
  let twoBack: number[] = [];
  let oneBack = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    for (let column = 1; column <= to.length; column++) {
      const same = from[row - 1] === to[column - 1];
      const changed = cell(oneBack, column - 1) + (same ? 0 : 1);
      let least = Math.min(changed, cell(oneBack, column) + 1, cell(current, column - 1) + 1);
      const crossed = from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      if (row > 1 && column > 1 && crossed) least = Math.min(least, cell(twoBack, column - 2) + 1);
      current.push(least);
    }
    if (Math.min(...current) > limit) return Infinity;
    twoBack = oneBack;
    oneBack = current;
  }
  return cell(oneBack, to.length);
}

function cell(row: readonly number[], column: number): number {
  return row[column] ?? Infinity;
}
