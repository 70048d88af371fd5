/** Which values a selector can select at all. */
import type { Pair } from "../program/formula.ts";
import { pairKey, pairsOf, selects } from "../program/formula.ts";
import type { Program } from "../program/program.ts";
import type { AtomTable } from "../program/table.ts";
import { cellsOver, NONE } from "../program/table.ts";
import type { AtomId } from "../state/atoms.ts";
import { EQUAL } from "../state/atoms.ts";
import { jointSize, unite } from "../state/variables.ts";

/** More states of a side, or pairs of them, than this are not gone through. */
const MOST_STATES = 1 << 12;
/** Pairs of keys' and queries' states gone through to find which values can be selected. */
const MOST_PAIRS = 1 << 16;
/** Comparisons of a selector of which that is tried. */
const MOST_COMPARISONS = 6;

/**
 * The classes of values that some query may select, whatever the other positions
 * hold; null where there may be others too. A key that is in no state selected by
 * a query in any state is selected in no input.
 */
export function selectableOf(
  program: Program,
  selector: number,
  value: AtomTable,
): ReadonlySet<AtomId> | null {
  const { graph, atoms } = program;
  const pairs = pairsOf(graph, selector);
  if (pairs.length === 0 || pairs.length > MOST_COMPARISONS) return null;
  const keyTables: AtomTable[] = [value];
  const queryTables: AtomTable[] = [];
  for (const { keys, queries } of pairs) {
    const [key, query] = [program.knownTable(keys), program.knownTable(queries)];
    if (key === null || query === null) return null;
    keyTables.push(key);
    queryTables.push(query);
  }
  const [keys, queries] = [combinationsIn(program, keyTables), combinationsIn(program, queryTables)];
  if (keys === null || queries === null || keys.length * queries.length > MOST_PAIRS) return null;
  const answers = answersOf(program, selector, pairs);
  const selectable = new Set<AtomId>();
  const all = new Set<AtomId>();
  for (const [selected = NONE, ...compared] of keys) {
    const own = atoms.classOf(selected);
    all.add(own);
    if (selectable.has(own)) continue;
    const isSelected = queries.some((asked) => {
      let signature = 0;
      for (let i = 0; i < compared.length; i++)
        signature = signature * 16 + atoms.outcome(compared[i]!, asked[i]!);
      return answers(signature);
    });
    if (isSelected) selectable.add(own);
  }
  return selectable.size === all.size ? null : selectable;
}

/** Whether outcomes of all comparisons, as digits, may select; each asked for once. */
function answersOf(
  { graph }: Program,
  selector: number,
  pairs: readonly Pair[],
): (signature: number) => boolean {
  const places = new Map(pairs.map((pair, i) => [pairKey(pair), i]));
  const known = new Map<number, boolean>();
  return (signature) => {
    let answer = known.get(signature);
    if (answer !== undefined) return answer;
    const outcomeOf = (pair: Pair): number => {
      const place = places.get(pairKey(pair));
      return place === undefined ? EQUAL : Math.floor(signature / 16 ** (pairs.length - 1 - place)) % 16;
    };
    answer = selects(graph, selector, outcomeOf) !== false;
    known.set(signature, answer);
    return answer;
  };
}

/** The combinations of atoms that tables have in some state, each once; null where there are too many states. */
function combinationsIn(
  program: Program,
  tables: readonly AtomTable[],
): readonly (readonly AtomId[])[] | null {
  const joint = unite(...tables.map(({ variables }) => variables));
  if (jointSize(joint) > MOST_STATES) return null;
  const mask = program.domain.mask(joint);
  const cells = tables.map((table) => cellsOver(table, joint));
  const radix = program.atoms.size;
  if (radix ** tables.length > Number.MAX_SAFE_INTEGER) return null;
  const seen = new Set<number>();
  const combinations: AtomId[][] = [];
  for (let tuple = 0; tuple < jointSize(joint); tuple++) {
    if (mask !== null && mask[tuple] === 0) continue;
    let code = 0;
    for (const own of cells) code = code === NONE || own[tuple] === NONE ? NONE : code * radix + own[tuple]!;
    if (code === NONE || seen.has(code)) continue;
    seen.add(code);
    combinations.push(cells.map((own) => own[tuple]!));
  }
  return combinations;
}
