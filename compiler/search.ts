/** Looks for an input on which the program has no value. */
import type { Atom } from "../language/atom.ts";
import type { Failure } from "../language/failure.ts";
import { leaveOut } from "../language/leave-out.ts";
import { createRandom, linearCongruential } from "../language/random.ts";

export interface SearchOptions {
  readonly vocabulary: readonly Atom[];
  readonly maxLength: number;
  /** Runs the program: null where it has values. */
  readonly probe: (input: readonly Atom[]) => Failure | null;
}

export interface FailingInput {
  readonly input: readonly Atom[];
  readonly failure: Failure;
}

export interface Searched {
  /** A failing input from which no element can be left out. */
  readonly found: FailingInput | null;
  readonly tried: number;
  /** True if every input there is was tried. */
  readonly exhaustive: boolean;
}

/** Inputs tried, at most; fewer where they are long. */
const MOST_INPUTS = 10_000;
/** Positions of all inputs tried, so that fewer are tried where they are long. */
const MOST_POSITIONS = 400_000;
/** Inputs tried however long they are. */
const FEWEST_INPUTS = 500;

/**
 * Tries every input of growing length while that is affordable, then longest,
 * constant and random ones. Deterministic.
 */
export function searchFailure(options: SearchOptions): Searched {
  const { vocabulary, maxLength, probe } = options;
  const affordable = Math.floor(MOST_POSITIONS / maxLength);
  const budget = Math.min(MOST_INPUTS, Math.max(FEWEST_INPUTS, affordable));
  let tried = 0;
  const attempt = (input: readonly Atom[]): Searched | null => {
    tried++;
    const failure = probe(input);
    return failure === null ? null : { found: shrink(input, failure, probe), tried, exhaustive: false };
  };
  let length = 1;
  for (; length <= maxLength && tried + vocabulary.length ** length <= budget; length++) {
    for (const input of inputsOfLength(vocabulary, length)) {
      const result = attempt(input);
      if (result !== null) return result;
    }
  }
  if (length > maxLength) return { found: null, tried, exhaustive: true };
  for (const input of sampledInputs(vocabulary, maxLength)) {
    if (tried >= budget) break;
    const result = attempt(input);
    if (result !== null) return result;
  }
  return { found: null, tried, exhaustive: false };
}

function* inputsOfLength(vocabulary: readonly Atom[], length: number): Generator<readonly Atom[]> {
  const total = vocabulary.length ** length;
  for (let number = 0; number < total; number++) {
    const input: Atom[] = [];
    for (let i = 0, rest = number; i < length; i++, rest = Math.floor(rest / vocabulary.length)) {
      const atom = vocabulary[rest % vocabulary.length];
      if (atom !== undefined) input.push(atom);
    }
    yield input;
  }
}

/** Constant inputs of the greatest length, then random ones, half of them of the greatest length. */
function* sampledInputs(vocabulary: readonly Atom[], maxLength: number): Generator<readonly Atom[]> {
  for (const atom of vocabulary) yield new Array<Atom>(maxLength).fill(atom);
  const random = createRandom(1, linearCongruential).below;
  for (let round = 0; ; round++) {
    const length = round % 2 === 0 ? maxLength : 1 + random(maxLength);
    const few = 1 + random(vocabulary.length);
    const start = random(vocabulary.length);
    const input: Atom[] = [];
    for (let i = 0; i < length; i++) {
      const atom = vocabulary[(start + random(few)) % vocabulary.length];
      if (atom !== undefined) input.push(atom);
    }
    yield input;
  }
}

/** Leaves out elements, many at a time and then one by one, as long as the input still fails. */
function shrink(input: readonly Atom[], failure: Failure, probe: SearchOptions["probe"]): FailingInput {
  let last = failure;
  const smallest = leaveOut(input, (shorter) => {
    const still = probe(shorter);
    last = still ?? last;
    return still !== null;
  });
  return { input: smallest, failure: last };
}
