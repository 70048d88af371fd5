/** Aggregates that are functions of positions. */
import { float } from "../../language/atom.ts";
import { exactMean } from "../../language/numbers/mean.ts";
import type { Facts } from "../rules/facts.ts";
import type { Program } from "../program/program.ts";
import type { AtomTable } from "../program/table.ts";
import { NONE, reduced } from "../program/table.ts";
import type { AtomId } from "../state/atoms.ts";
import type { Variables } from "../state/variables.ts";
import { placesWithin } from "../state/domain.ts";
import { jointSize, unite } from "../state/variables.ts";

/** Rows and values that are functions of the index alone, rows growing with the length at most. */
export function positional(
  program: Program,
  facts: Facts,
  selector: number,
  value: number,
  fallback: AtomId,
): AtomTable | null {
  const { index, length, setting } = program;
  const widths = facts.widths(selector);
  const matrix = facts.matrix(selector);
  const values = facts.byPosition(value);
  if (widths === null || matrix === null || values === null) return null;
  const grows = widths.byIndex === null;
  const size = setting.maxLength;
  if (grows && (length === null || size > LONGEST_BY_LENGTH)) return null;
  const means = new Means(
    program,
    values.every((atom) => program.atoms.atom(atom).type === "bool"),
  );
  const variables: Variables = grows && length !== null ? unite([index], [length]) : [index];
  const cells = new Int32Array(jointSize(variables)).fill(NONE);
  const indexPlaces = placesWithin([index], variables);
  const lengthPlaces = grows && length !== null ? placesWithin([length], variables) : null;
  for (let tuple = 0; tuple < cells.length; tuple++) {
    const query = indexPlaces[tuple]!;
    const last = lengthPlaces === null ? query : lengthPlaces[tuple]!;
    if (last < query) continue;
    const row: AtomId[] = [];
    for (let key = 0; key <= last; key++) if (matrix[query * size + key] === 1) row.push(values[key]!);
    const [first, ...more] = row;
    cells[tuple] = first === undefined ? fallback : more.length === 0 ? first : means.of(row);
  }
  return reduced({ variables, cells });
}

/** Rows of longer inputs that grow with the length are not tabulated. */
const LONGEST_BY_LENGTH = 128;

/** Means of lists of atoms, as the program computes them. */
class Means {
  readonly #program: Program;
  readonly #averages = new Map<string, AtomId>();
  readonly #onlyBools: boolean;

  constructor(program: Program, onlyBools: boolean) {
    this.#program = program;
    this.#onlyBools = onlyBools;
  }

  of(row: readonly AtomId[]): AtomId {
    const { atoms } = this.#program;
    const list = row.map((atom) => atoms.atom(atom));
    // A sequence with strings, or of booleans only, has no means: the program has no value then.
    if (this.#onlyBools || list.some(({ type }) => type === "string")) return NONE;
    const key = row.join(" ");
    const known = this.#averages.get(key);
    if (known !== undefined) return known;
    const mean = atoms.intern(float(exactMean(list)));
    this.#averages.set(key, mean);
    return mean;
  }
}
