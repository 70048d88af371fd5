/** Proves what attention leaves in the residual stream, dimension by dimension. */
import type { ModelChannel, ModelNode } from "../runtime/model.ts";
import type { AtomId } from "./atoms.ts";
import { averagesOf } from "./averages.ts";
import type { Variable } from "./domain.ts";
import { describeTuple } from "./domain.ts";
import type { Expression } from "./expression.ts";
import { isConstant, variablesOf } from "./expression.ts";
import type { Facts } from "./facts.ts";
import type { HeadReading } from "./heads.ts";
import { placeOfHead } from "./heads.ts";
import { pairingsOf } from "./pairings.ts";
import type { Program } from "./program.ts";
import { NONE, toAtom } from "./program.ts";
import type { Quantities } from "./quantities.ts";
import type { Residual } from "./residual.ts";
import { proveSelection } from "./selection/prove.ts";
import { Unproved } from "./unproved.ts";

/** What one head adds to a dimension. */
export interface Contribution {
  readonly head: HeadReading;
  readonly value: Expression;
  readonly atBos: number;
  readonly atBosError: number;
  readonly weight: number;
}

export interface Proof {
  readonly program: Program;
  readonly facts: Facts;
  readonly quantities: Quantities;
  readonly residual: Residual;
  /** Least gap found, by place of the head. */
  readonly gaps: Map<string, number>;
  /** Greatest error of a dimension, by dimension and half-layer. */
  readonly errors: Map<string, number>;
  /** What is stated and was proved. */
  readonly claims: Set<ModelChannel>;
}

/** How a dimension takes up what attention adds. */
interface Intake {
  /** The dimension holds offset + x rounded to multiples of the grid; null where nothing is rounded. */
  readonly grid: number | null;
  readonly offset: number;
}

/**
 * Proves the claims about one dimension after a layer's attention.
 *
 * @returns the variable that it holds from now on
 */
export function proveChannel(
  proof: Proof,
  claims: readonly ModelChannel[],
  contributions: readonly Contribution[],
  bias: number,
  dimension: number,
): { readonly variable: Variable; readonly content: Expression } {
  const [first] = contributions;
  if (first === undefined) throw new Error("internal: no contribution");
  const before = proof.residual.contents[dimension]!;
  if (!isConstant(before)) throw new Unproved("unproved", "it is not empty when attention writes it");
  const counting = first.head.bosScore.least > 0;
  const readings: { reading: Float64Array; variable: Variable }[] = [];
  for (const claim of claims) {
    readings.push(
      counting
        ? countingChannel(proof, claim, contributions, before.constant, bias)
        : exactChannel(proof, claim, contributions, before.constant, bias, dimension),
    );
  }
  const [own, ...others] = readings;
  if (own === undefined) throw new Unproved("unproved", "the file does not say what it holds");
  if (others.some(({ variable }) => variable !== own.variable))
    throw new Unproved("unproved", "the file says several things of it");
  const { variable, reading } = own;
  return { variable, content: { constant: 0, parts: [{ variables: [variable], values: reading }] } };
}

function intakeOf(proof: Proof, before: number, bias: number): Intake {
  const offset = before + bias;
  if (before === 0 && bias === 0) return { grid: null, offset };
  if (offset !== 0) throw new Unproved("unproved", `${String(before)} and ${String(bias)} do not cancel`);
  const exponent = Math.floor(Math.log2(Math.abs(before)));
  return { grid: 2 ** (exponent + 1) / proof.residual.arithmetic.limit, offset };
}

/** How far from 0 a number may be so that adding it to the offset rounds it to the grid. */
function requireRoom(before: number, greatest: number): void {
  const magnitude = Math.abs(before);
  const exponent = Math.floor(Math.log2(magnitude));
  const room = Math.min(magnitude - 2 ** exponent, 2 ** (exponent + 1) - magnitude);
  if (!(greatest < room))
    throw new Unproved(
      "unproved",
      `the offset ${String(before)} does not round numbers up to ${String(greatest)}`,
    );
}

interface Held {
  readonly variable: Variable;
  readonly reading: Float64Array;
}

/** BOS takes nearly all the weight; what is left adds up linearly. */
function countingChannel(
  proof: Proof,
  claim: ModelChannel,
  contributions: readonly Contribution[],
  before: number,
  bias: number,
): Held {
  const { program, quantities, residual } = proof;
  const { arithmetic } = residual;
  const { maxLength } = program.setting;
  const intake = intakeOf(proof, before, bias);
  if (intake.grid === null) throw new Unproved("unproved", "a count is not rounded");
  const parts = contributions.map(({ head, weight }) => ({ head, sign: Math.sign(weight) }));
  const [selector = null, ...alike] = selectorsOf(program, claim);
  const levels = proveSelection(program, parts, selector, ["levelled"], arithmetic.underflow);
  for (const other of alike) proveSelection(program, parts, other, ["levelled"], arithmetic.underflow);
  if (claim.kind === "mean") throw new Unproved("unproved", "a mean is counted");
  if (claim.kind === "count") requireOnes(contributions);
  const codes = claim.kind === "count" ? null : codesOf(proof, claim, contributions);
  const values = codes === null ? 1 : largestOf(codes);
  // Selected keys count alike, and at most as many as there are keys, for each head.
  let error = 0;
  for (const [i, { head, weight, atBos }] of contributions.entries()) {
    if (atBos !== 0) throw new Unproved("unproved", `its value at BOS is ${String(atBos)}, not 0`);
    const level = levels[i] ?? null;
    // A head that selects nothing adds nothing.
    if (level === null) continue;
    recordGap(proof, head, level.gap);
    const { bosScore } = head;
    if (bosScore.least !== bosScore.greatest || !head.bosIsOneProduct || level.least !== level.greatest)
      throw new Unproved(
        "unproved",
        "BOS's score over that of selected keys is not the same for all queries",
      );
    const distance = bosScore.least - level.greatest;
    if (!(distance > 0 && distance + level.gap >= arithmetic.underflow))
      throw new Unproved("unproved", `unselected keys are only ${String(distance + level.gap)} below BOS`);
    const share = Math.exp(-distance);
    const coefficient = Math.abs(weight) * share;
    const relative =
      Math.abs(coefficient - 1) +
      maxLength * share +
      // Where the selected level is not 0, its distance from BOS is rounded before it is exponentiated.
      2 * distance * arithmetic.rounding +
      (2 * maxLength + 20 + contributions.length) * arithmetic.rounding +
      2 ** -48;
    error += maxLength * values * relative;
  }
  if (!(error < intake.grid / 2))
    throw new Unproved(
      "unproved",
      `a sum is off by up to ${String(error)}, and must be by less than ${String(intake.grid / 2)}`,
    );
  const held = heldByCount(proof, claim, codes, quantities);
  const greatest = held.reading.reduce((most, reading) => Math.max(most, Math.abs(reading)), 0);
  requireRoom(before, Math.max(greatest, maxLength * values * contributions.length) + 1);
  for (const reading of held.reading) {
    if (!Number.isInteger(reading / intake.grid))
      throw new Unproved("unproved", "its numbers are not on its grid");
  }
  return held;
}

function heldByCount(
  proof: Proof,
  claim: ModelChannel,
  codes: ReadonlyMap<number, Codes> | null,
  quantities: Quantities,
): Held {
  const { program } = proof;
  if (claim.kind === "count" || codes === null) {
    const [selector] = claim.kind === "count" ? claim.selectors : [];
    const variable = selector === undefined ? program.length : quantities.widthVariable(selector);
    if (variable === null) throw new Unproved("unproved", "the number of keys is no quantity of the program");
    return { variable, reading: variable.readings };
  }
  if (claim.kind === "sum") {
    let variable: Variable | null = null;
    for (const [aggregate, own] of codes) variable = quantities.sumVariable(aggregate, own, variable);
    if (variable === null) throw new Error("internal: a sum of nothing");
    return { variable, reading: variable.readings };
  }
  if (claim.kind === "mean") throw new Error("internal: a mean is counted");
  // Codes of one value at most; 0 is none.
  requireSingle(proof, claim);
  const isFull = isNeverEmpty(proof, claim);
  const atomsOf = new Map(
    [...codes].map(([aggregate, own]) => {
      const atoms = decode(own, 1);
      if (!isFull) addState(proof, atoms, 0, defaultOf(program, aggregate));
      return [aggregate, atoms] as const;
    }),
  );
  return holdAtoms(proof, claim, atomsOf);
}

function requireOnes(contributions: readonly Contribution[]): void {
  for (const { value } of contributions) {
    if (!isConstant(value) || value.constant !== 1)
      throw new Unproved("unproved", "it does not count each key once");
  }
}

type Codes = ReadonlyMap<AtomId, number>;

/** The code that heads give each value of each aggregate, read from the weights. */
function codesOf(
  proof: Proof,
  claim: ModelChannel & { readonly kind: "sum" | "move" | "mean" },
  contributions: readonly Contribution[],
): ReadonlyMap<number, Codes> {
  const codes = new Map<number, Codes>();
  for (const aggregate of claim.aggregates) {
    const { value: node } = aggregateOf(proof.program, aggregate);
    for (const { value } of contributions) {
      const own = codesOfValue(proof, value, node);
      const known = codes.get(aggregate) ?? own;
      if (known.size !== own.size || ![...own].every(([atom, code]) => known.get(atom) === code))
        throw new Unproved("unproved", "its heads have different codes for the same values");
      codes.set(aggregate, known);
    }
  }
  return codes;
}

/** The greatest magnitude of a code. */
function largestOf(codes: ReadonlyMap<number, Codes>): number {
  let largest = 0;
  for (const own of codes.values())
    for (const code of own.values()) largest = Math.max(largest, Math.abs(code));
  return largest;
}

/** Each reading's value. */
function decode(codes: Codes, weight: number): Map<number, AtomId> {
  const atoms = new Map<number, AtomId>([...codes].map(([atom, code]) => [code * weight, atom]));
  if (atoms.size < codes.size) throw new Unproved("unproved", "two values have the same code");
  return atoms;
}

function aggregateOf(program: Program, id: number): ModelNode & { readonly kind: "aggregate" } {
  const node = program.node(id);
  if (node.kind !== "aggregate") throw new Error("internal: not an aggregate");
  return node;
}

/** The number that stands for each value of a node; each value must have one. */
function codesOfValue({ program }: Proof, value: Expression, node: number): Codes {
  const { atoms } = program;
  const table = program.tableOf(node, variablesOf(value));
  const { joint, list } = pairingsOf(program, value, table);
  const codes = new Map<AtomId, number>();
  const first = new Map<AtomId, AtomId>();
  for (const { number, atom, tuple } of list) {
    const own = atoms.classOf(atom);
    const known = codes.get(own);
    if (known === undefined) codes.set(own, number);
    else if (known !== number) {
      const [one, two] = [String(known), String(number)];
      const text = `the value ${atoms.text(own)} is ${two} at ${describeTuple(joint, tuple())}, and ${one} elsewhere`;
      throw new Unproved("unproved", text);
    }
    first.set(own, atoms.preferred(first.get(own) ?? atom, atom));
  }
  return new Map([...codes].map(([own, code]) => [first.get(own) ?? own, code]));
}

/** Selected keys share all the weight; BOS takes it where there are none. */
function exactChannel(
  proof: Proof,
  claim: ModelChannel,
  contributions: readonly Contribution[],
  before: number,
  bias: number,
  dimension: number,
): Held {
  const { program, residual } = proof;
  const { arithmetic } = residual;
  const [only, ...others] = contributions;
  if (only === undefined || others.length > 0)
    throw new Unproved("unproved", "several heads write it whose weights do not add up");
  if (claim.kind !== "move" && claim.kind !== "mean")
    throw new Unproved("unproved", "its head does not count");
  const isFull = isNeverEmpty(proof, claim);
  for (const selector of selectorsOf(program, claim)) requireSelected(proof, only.head, selector, isFull);
  const codes = codesOf(proof, claim, contributions);
  const intake = intakeOf(proof, before, bias);
  if (claim.kind === "mean") {
    return meanChannel(proof, claim, codes, only, before, intake, isFull, dimension);
  }
  if (intake.grid !== null) throw new Unproved("unproved", "a moved value is rounded");
  if (only.atBosError > 0) throw new Unproved("unproved", "its value at BOS is not exact");
  requireSingle(proof, claim);
  const fallback = only.atBos * only.weight;
  const atomsOf = new Map(
    [...codes].map(([aggregate, own]) => {
      const atoms = decode(own, only.weight);
      if (!isFull) addState(proof, atoms, fallback, defaultOf(program, aggregate));
      for (const number of atoms.keys()) {
        if (arithmetic.round(number) !== number)
          throw new Unproved("unproved", `${String(number)} is rounded`);
      }
      return [aggregate, atoms] as const;
    }),
  );
  return holdAtoms(proof, claim, atomsOf);
}

function requireSelected(proof: Proof, head: HeadReading, selector: number, isFull: boolean): void {
  const { underflow } = proof.residual.arithmetic;
  // Where some key is always selected, its score may depend on the query.
  const ways = isFull ? (["levelled", "free"] as const) : (["levelled"] as const);
  const [levels] = proveSelection(proof.program, [{ head, sign: 1 }], selector, ways, underflow);
  if (levels === undefined) throw new Error("internal: a head without levels");
  if (levels === null) return;
  const { bosScore } = head;
  const above = levels.least - bosScore.greatest;
  const below = isFull ? Infinity : bosScore.least - (levels.greatest - levels.gap);
  const gap = Math.min(levels.gap, above, below);
  recordGap(proof, head, gap);
  // BOS's own score may be off by a rounding.
  if (gap >= underflow + 1) return;
  const what = gap === levels.gap ? "unselected keys" : gap === above ? "BOS" : "unselected keys below BOS";
  throw new Unproved(
    "unproved",
    `${what} are only ${String(gap)} nats behind, and must be by ${String(underflow)}`,
  );
}

function recordGap({ gaps }: Proof, { layer, head }: HeadReading, gap: number): void {
  const place = placeOfHead(layer, head);
  gaps.set(place, Math.min(gaps.get(place) ?? Infinity, gap));
}

/** More pairs of sum and number than this are not gone through. */
const MOST_MEANS = 1 << 22;

function meanChannel(
  proof: Proof,
  claim: ModelChannel & { readonly kind: "move" | "mean" },
  codes: ReadonlyMap<number, Codes>,
  { head, atBos, atBosError, weight }: Contribution,
  before: number,
  { grid }: Intake,
  isFull: boolean,
  dimension: number,
): Held {
  const { program, residual, quantities } = proof;
  const { arithmetic } = residual;
  if (grid === null) throw new Unproved("unproved", "a mean is not rounded to a grid");
  if (unitPower(weight) === null)
    throw new Unproved("unproved", "a mean is scaled by other than a power of two");
  const largest = largestOf(codes) * Math.abs(weight);
  const error = largest * (program.setting.maxLength + 5) * arithmetic.rounding + largest * 2 ** -50;
  const bosError = (Math.abs(atBos) * 2 ** -50 + atBosError) * Math.abs(weight);
  const found = new Map<string, FoundMeans>();
  const atomsOf = new Map<number, ReadonlyMap<number, AtomId>>();
  for (const [aggregate, own] of codes) {
    const { value } = aggregateOf(program, aggregate);
    const fallback = isFull ? null : defaultOf(program, aggregate);
    const key = `${String(value)} ${String(fallback)}`;
    const scaled = new Map([...own].map(([atom, code]) => [atom, code * weight]));
    const means = found.get(key) ?? findMeans(proof, claim, aggregate, scaled, { grid, error });
    if (!found.has(key) && fallback !== null)
      putMean(proof, means, { mean: atBos * weight, off: bosError, atom: fallback, count: 0 }, grid);
    found.set(key, means);
    atomsOf.set(aggregate, means.atoms);
  }
  requireRoom(before, largest + Math.abs(atBos * weight) + 1 * grid);
  const all = [...found.values()];
  const wanders = all.reduce((most, means) => Math.max(most, means.wanders), 0);
  proof.errors.set(`${String(dimension)}@${String(2 * head.layer + 1)}`, wanders);
  const held = holdAtoms(proof, claim, atomsOf);
  const countsAt = (reading: number): readonly number[] => [...(all[0]?.counts.get(reading) ?? [])];
  for (const selector of selectorsOf(program, claim)) {
    quantities.constrainByWidth(held.variable, selector, (state, count) =>
      countsAt(held.reading[state]!).includes(count),
    );
  }
  quantities.boundByLength(held.variable, (reading, longest) =>
    countsAt(reading).some((count) => count <= longest),
  );
  return held;
}

/** Which readings a mean may have. */
interface FoundMeans {
  readonly atoms: Map<number, AtomId>;
  /** The numbers of values with which each may be found. */
  readonly counts: Map<number, Set<number>>;
  /** How far a reading may be from its mean. */
  wanders: number;
}

/** Every mean of codes that an aggregate may have, and where the channel may be found for it. */
function findMeans(
  proof: Proof,
  claim: ModelChannel & { readonly kind: "move" | "mean" },
  aggregate: number,
  codes: Codes,
  { grid, error }: { readonly grid: number; readonly error: number },
): FoundMeans {
  const { program, quantities } = proof;
  const selectors = selectorsOf(program, claim);
  const bounds = selectors.map((selector) => quantities.boundsOf(selector));
  const least = Math.max(1, ...bounds.map((bound) => bound.least));
  const greatest = Math.min(program.setting.maxLength, ...bounds.map((bound) => bound.greatest));
  const selections = quantities.selectionsOf(selectors, aggregateOf(program, aggregate).value, greatest);
  const averages = averagesOf(program.atoms, codes, selections);
  const means: FoundMeans = { atoms: new Map(), counts: new Map(), wanders: 0 };
  let pairs = 0;
  for (let count = least; count <= greatest; count++) {
    for (const sum of averages.sums(count)) {
      pairs++;
      if (pairs > MOST_MEANS) throw new Unproved("unproved", "too many means to go through");
      const atom = averages.mean(sum, count);
      putMean(proof, means, { mean: sum / count, off: error, atom, count }, grid);
    }
  }
  return means;
}

/** Notes the grid points at which a mean may be found that is off by no more than so much. */
function putMean(
  proof: Proof,
  means: FoundMeans,
  {
    mean,
    off,
    atom,
    count,
  }: { readonly mean: number; readonly off: number; readonly atom: AtomId; readonly count: number },
  grid: number,
): void {
  if (atom === NONE) return;
  const low = Math.ceil((mean - off) / grid - 1 / 2);
  const high = Math.floor((mean + off) / grid + 1 / 2);
  for (let step = low; step <= high; step++) {
    const reading = step * grid;
    addState(proof, means.atoms, reading, atom);
    means.counts.set(reading, (means.counts.get(reading) ?? new Set()).add(count));
    means.wanders = Math.max(means.wanders, Math.abs(reading - mean));
  }
}

/** The number as a power of two; null if it is none. */
function unitPower(weight: number): number | null {
  const exponent = Math.log2(Math.abs(weight));
  return Number.isInteger(exponent) ? exponent : null;
}

/** One reading cannot stand for two values. */
function addState({ program }: Proof, atoms: Map<number, AtomId>, reading: number, atom: AtomId): void {
  if (atom === NONE) return;
  const known = atoms.get(reading);
  if (known !== undefined && program.atoms.classOf(known) !== program.atoms.classOf(atom)) {
    const [one, two] = [program.atoms.text(known), program.atoms.text(atom)];
    throw new Unproved("unproved", `both ${one} and ${two} may be read as ${String(reading)}`);
  }
  atoms.set(reading, known === undefined ? atom : program.atoms.preferred(known, atom));
}

/** A variable with a state for each reading, and what each aggregate is then. */
function holdAtoms(
  { program }: Proof,
  claim: ModelChannel & { readonly kind: "move" | "mean" },
  atomsOf: ReadonlyMap<number, ReadonlyMap<number, AtomId>>,
): Held {
  const all = [...atomsOf.values()];
  const [first] = all;
  if (first === undefined) throw new Error("internal: a channel that holds nothing");
  // Each aggregate's readings are all that there can be, so there are no others than they have in common.
  const reading = Float64Array.from(
    [...first.keys()].filter((number) => all.every((own) => own.has(number))).toSorted((a, b) => a - b),
  );
  const variable = program.domain.variable(`${claim.kind} of node ${String(claim.aggregates[0])}`, reading);
  for (const [aggregate, atoms] of atomsOf) {
    const cells = Int32Array.from(reading, (number) => atoms.get(number) ?? NONE);
    program.addReading(aggregate, { variables: [variable], cells });
  }
  return { variable, reading };
}

function selectorsOf(program: Program, claim: ModelChannel): readonly number[] {
  if (claim.kind === "count") return claim.selectors;
  const selectors = claim.aggregates.map((id) => {
    const node = program.node(id);
    if (node.kind !== "aggregate") throw new Error("internal: not an aggregate");
    return node.selector;
  });
  return [...new Set(selectors)];
}

function isNeverEmpty({ program, facts }: Proof, claim: ModelChannel): boolean {
  return selectorsOf(program, claim).some((selector) => facts.neverEmpty(selector));
}

function defaultOf(program: Program, aggregate: number): AtomId {
  return program.atoms.intern(toAtom(aggregateOf(program, aggregate).default));
}

/** No query selects two keys; or the values have no mean, and the program no value where one does. */
function requireSingle(proof: Proof, claim: ModelChannel & { readonly kind: "move" | "mean" }): void {
  const { program, facts } = proof;
  if (selectorsOf(program, claim).some((selector) => facts.atMostOne(selector))) return;
  for (const id of claim.aggregates) {
    const node = program.node(id);
    if (node.kind !== "aggregate") throw new Error("internal: not an aggregate");
    const atoms = program
      .atomsIn(program.tableOf(node.value, []))
      .map((atom) => program.atoms.atom(atom).type);
    const plain = atoms.every((type) => type === "string") || atoms.every((type) => type === "bool");
    if (!plain) throw new Unproved("unproved", "it is not proved that no query selects two keys");
    program.failing.add(id);
  }
}
