/** How a hunt goes: counts, which are reported at its end, and where it is cut short. */

export interface Counts {
  /** By what the subjects were judged to be. */
  readonly categories: Map<string, number>;
  findings: number;
  slowestMs: number;
  readonly startedMs: number;
}

export function startCounts(): Counts {
  return { categories: new Map(), findings: 0, slowestMs: 0, startedMs: performance.now() };
}

export function count({ categories }: Counts, category: string): void {
  categories.set(category, (categories.get(category) ?? 0) + 1);
}

/** The subjects of a category, or of all. */
export function total({ categories }: Counts, category?: string): number {
  if (category !== undefined) return categories.get(category) ?? 0;
  return [...categories.values()].reduce((sum, times) => sum + times, 0);
}

export function secondsOf({ startedMs }: Counts): number {
  return (performance.now() - startedMs) / 1_000;
}

/** A hunt that is cut short says how it went so far. */
export function reportWhenCutShort(report: () => void): void {
  process.once("SIGINT", () => {
    report();
    process.exit(130);
  });
}
