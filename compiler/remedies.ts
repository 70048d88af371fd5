/** What a refused program would be certified with: another precision, a shorter length. */
import type { Note } from "../language/diagnostics/diagnostic.ts";
import { assemble } from "./assembly/assemble.ts";
import { certify } from "./assembly/certify.ts";
import type { LoweringOptions } from "./lowering/context/lowering.ts";
import type { NamedNode } from "./lowering/lower.ts";
import { lower } from "./lowering/lower.ts";

/** Programs that took more work to refuse are not tried again, and no trial may take more. */
const MOST_WORK = 1e7;

/** Fractions of the length that are tried, longest first. */
const PARTS = [3 / 4, 1 / 2, 1 / 4];

/**
 * Settings that were tried and found to do, in words.
 *
 * @param work  cells gone through to refuse the program
 */
export function findRemedies(
  options: LoweringOptions,
  outputs: readonly NamedNode[],
  work: number,
): readonly Note[] {
  if (work > MOST_WORK) return [];
  const found: Note[] = [];
  if (options.precision === "float32" && isCertified({ ...options, precision: "float64" }, outputs)) {
    found.push({ message: "it can be certified with `--precision float64`" });
  }
  const lengths = PARTS.map((part) => Math.floor(part * options.maxLength)).filter((length) => length > 0);
  const length = [...new Set(lengths)].find((maxLength) => isCertified({ ...options, maxLength }, outputs));
  if (length !== undefined) {
    found.push({ message: `it can be certified with \`--max-length ${String(length)}\`` });
  }
  return found;
}

function isCertified(options: LoweringOptions, outputs: readonly NamedNode[]): boolean {
  const lowered = lower({ ...options, mostWork: MOST_WORK }, outputs);
  if (lowered.kind === "refused") return false;
  const assembled = assemble(lowered.circuit, { ...options, layout: "named", partial: false });
  if (assembled === null) return false;
  return certify(lowered.circuit, assembled, { ...options, assumptions: [] }).shortfalls.length === 0;
}
