/** How many table cells a lowering may go through, so that no program keeps the compiler busy without end. */

/** Thrown when more cells are gone through than may be. */
export class TooMuchWork extends Error {}

export class Budget {
  /** Cells that may be gone through in all. */
  readonly most: number;
  #spent = 0;
  /** What may be spent by now: less than `most` while something is tried that is not needed. */
  #limit: number;

  constructor(most: number) {
    this.most = most;
    this.#limit = most;
  }

  /** Counts cells gone through. */
  spend(cells: number): void {
    this.#spent += cells;
    if (this.#spent > this.#limit) throw new TooMuchWork(`more than ${String(this.most)} table cells`);
  }

  get spent(): number {
    return this.#spent;
  }

  /** How many more cells may be gone through. */
  get remaining(): number {
    return this.#limit - this.#spent;
  }

  /** The attempt's answer, or null if it takes more than a part of what work remains: for what is not needed. */
  within<T>(part: number, attempt: () => T | null): T | null {
    const limit = this.#limit;
    this.#limit = this.#spent + part * this.remaining;
    try {
      return attempt();
    } catch (error) {
      if (error instanceof TooMuchWork) return null;
      throw error;
    } finally {
      this.#limit = limit;
    }
  }
}
