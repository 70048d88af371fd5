/**
 * Proves a weights file: that its weights compute the program that it states,
 * for every input up to its length, in any order of summation of its precision;
 * and that its certificate claims no more than that.
 *
 * Half-layer by half-layer it knows what each residual dimension holds at a
 * position, as a function of the position's state: token, index, and variables
 * for what attention left there. Weights are read from the tensors alone; what
 * the file says of channels is taken as what is to be proved.
 */
import type { Atom } from "../language/atom.ts";
import { operandsOf } from "../language/graph.ts";
import type { Model, ModelNode, ModelStatement } from "../runtime/model.ts";
import { Atoms } from "./atoms.ts";
import type { Contribution, Proof } from "./channels.ts";
import { proveChannel } from "./channels.ts";
import { proveCode } from "./codes.ts";
import { compareCertificate } from "./certificate.ts";
import type { Figures } from "./certificate.ts";
import { Domain, jointSize, unite } from "./domain.ts";
import type { Expression } from "./expression.ts";
import { Facts } from "./facts.ts";
import type { HeadReading } from "./heads.ts";
import { placeOfHead, readHead } from "./heads.ts";
import type { Group } from "./neurons/figures.ts";
import { proveMlp } from "./neurons/mlp.ts";
import { proveOutput } from "./outputs.ts";
import type { AtomTable } from "./program.ts";
import { Program, toAtom } from "./program.ts";
import { Quantities } from "./quantities.ts";
import { arithmeticOf, Residual } from "./residual.ts";
import type { Verdict } from "./unproved.ts";
import { Unproved, at } from "./unproved.ts";
import type { Layer } from "./weights.ts";
import { readWeights } from "./weights.ts";

/** One thing that is not as the file says, or not proved. */
export interface Finding {
  readonly verdict: Verdict;
  readonly place: string;
  readonly message: string;
}

export interface Verification {
  readonly proved: boolean;
  readonly findings: readonly Finding[];
  /** What was found of heads, neurons, features and outputs; as far as the proof went. */
  readonly figures: Figures;
  /** True if some state of a position gives the program no value: the proof is for inputs without such. */
  readonly partial: boolean;
}

/** Before: the model was loaded, so that its shapes and hashes are right. */
export function verifyModel(model: Model): Verification {
  const figures: Figures = { heads: [], neuronGroups: [], features: [], outputs: [] };
  let partial = false;
  try {
    const { statement } = model.circuit;
    if (statement === undefined)
      throw new Unproved("unproved", "the file does not state a program", "circuit.statement");
    partial = prove(model, statement, figures);
  } catch (error) {
    if (!(error instanceof Unproved)) throw error;
    const { verdict, message, place } = error;
    return { proved: false, findings: [{ verdict, place: place ?? "the model", message }], figures, partial };
  }
  const findings = compareCertificate(model.certificate, figures, model);
  return { proved: findings.length === 0, findings, figures, partial };
}

/** @returns whether the program has no value on some states */
function prove(model: Model, statement: ModelStatement, figures: Figures): boolean {
  const { config, tokenizer } = model;
  requireNeeded(statement);
  const weights = readWeights(model);
  const domain = new Domain();
  const vocabulary = tokenizer.vocabulary.map((atom): Atom => toAtom(atom));
  const program = new Program(statement, domain, new Atoms(), {
    vocabulary,
    maxLength: config.maxLength,
    causal: config.causal,
  });
  const facts = new Facts(program);
  const quantities = new Quantities(program, facts, statement);
  const residual = at(
    "the embedding",
    () => new Residual(domain, arithmeticOf(config.precision), weights, program),
  );
  const proof: Proof = {
    program,
    facts,
    quantities,
    residual,
    gaps: new Map(),
    errors: new Map(),
    claims: new Set(),
  };
  const reached = (half: number): void => {
    noteFeatures(model, proof, half, figures);
    for (const code of statement.codes) if (code.from === half) proveCode(program, residual, code);
  };
  noticeFailures(statement, proof, 0);
  reached(0);
  for (const [number, layer] of weights.layers.entries()) {
    proveAttention(model, statement, proof, layer, number, figures);
    noticeFailures(statement, proof, 2 * number + 1);
    reached(2 * number + 1);
    const groups = groupsOf(model, number);
    const found = at(`layer ${String(number)} MLP`, () => proveMlp(residual, layer, groups));
    for (const [name, own] of found) figures.neuronGroups.push({ layer: number, name, ...own });
    reached(2 * number + 2);
  }
  const unused = statement.channels.find((channel) => !proof.claims.has(channel));
  if (unused !== undefined) {
    const text = `nothing is written to dimension ${String(unused.dimension)} at half-layer ${String(unused.from)}`;
    throw new Unproved("unproved", text, "circuit.statement.channels");
  }
  for (const [i, output] of model.outputs.entries()) {
    const leastMargin = at(`output ${output.name}`, () =>
      proveOutput(program, residual, output, weights.outputs[i]!, statement.outputs[i]!),
    );
    figures.outputs.push({ name: output.name, leastMargin });
  }
  return program.failing.size > 0;
}

/** Every step stated is one that an output depends on: only its failures are the program's. */
function requireNeeded({ graph, outputs }: ModelStatement): void {
  const needed = new Set(outputs);
  for (let id = graph.length - 1; id >= 0; id--) {
    const node = graph[id];
    if (node === undefined || !needed.has(id))
      throw new Unproved("unproved", `no output depends on node ${String(id)}`, "circuit.statement.graph");
    for (const operand of operandsOf(node)) needed.add(operand);
  }
}

function proveAttention(
  model: Model,
  statement: ModelStatement,
  proof: Proof,
  { heads, attentionBias }: Layer,
  layer: number,
  figures: Figures,
): void {
  const { residual } = proof;
  const placeOf = (head: number): string => {
    const named = model.circuit.heads.find((each) => each.layer === layer && each.head === head);
    const writes = named === undefined ? "" : ` \`${named.writes.join("`, `")}\``;
    return `${placeOfHead(layer, head)}${writes}`;
  };
  const readings: HeadReading[] = heads.map((head, i) =>
    at(placeOf(i), () => readHead(residual, head, layer, i, model.config.attentionScale)),
  );
  const written = new Map<number, Contribution[]>();
  for (const head of readings) {
    for (const { value, atBos, atBosError, writes } of head.values) {
      for (const [dimension, weight] of writes) {
        const known = written.get(dimension) ?? [];
        written.set(dimension, known);
        known.push({ head, value, atBos, atBosError, weight });
      }
    }
  }
  const contents = new Map<number, Expression>();
  for (const [dimension, contributions] of written) {
    const names = contributions.map(({ head }) => placeOf(head.head)).join(" and ");
    at(names, () => {
      const claims = statement.channels.filter(
        (channel) => channel.dimension === dimension && channel.from === 2 * layer + 1,
      );
      for (const claim of claims) proof.claims.add(claim);
      const { content } = proveChannel(proof, claims, contributions, attentionBias[dimension]!, dimension);
      contents.set(dimension, content);
    });
  }
  for (const [dimension, bias] of attentionBias.entries()) {
    if (bias === 0 || contents.has(dimension)) continue;
    throw new Unproved(
      "unproved",
      `dimension ${String(dimension)} has an attention bias and no head`,
      `layer ${String(layer)}`,
    );
  }
  at(`layer ${String(layer)} at BOS`, () => {
    outsideAfter(residual, written, attentionBias);
  });
  for (const [dimension, content] of contents) residual.write(dimension, content);
  for (const { head, greatestScore } of readings) {
    const leastScoreGap = proof.gaps.get(placeOfHead(layer, head)) ?? Infinity;
    figures.heads.push({ layer, head, leastScoreGap, greatestScore });
  }
}

/** BOS and PAD attend to BOS alone: they receive its values. */
function outsideAfter(
  residual: Residual,
  written: ReadonlyMap<number, readonly Contribution[]>,
  attentionBias: Float64Array,
): void {
  const { arithmetic } = residual;
  for (const [dimension, contributions] of written) {
    const terms = contributions.map(({ atBos, weight }) => atBos * weight).filter((term) => term !== 0);
    if (terms.length > 1) throw new Unproved("unproved", "several heads write there");
    const error = contributions.reduce(
      (sum, { atBosError, weight }) => sum + atBosError * Math.abs(weight),
      0,
    );
    const [least, greatest] = [-error, error].map((off) =>
      arithmetic.round((terms[0] ?? 0) + off + attentionBias[dimension]!),
    );
    const added = arithmetic.round((terms[0] ?? 0) + attentionBias[dimension]!);
    if (least !== greatest) throw new Unproved("unproved", "what it receives is not exact");
    const outside = residual.outside[dimension]!;
    for (let i = 0; i < outside.length; i++) outside[i] = arithmetic.round(outside[i]! + added);
  }
}

function groupsOf(model: Model, layer: number): readonly Group[] {
  const dimensionOf = new Map(model.features.map(({ name, dimension }) => [name, dimension]));
  return model.circuit.neuronGroups
    .filter((group) => group.layer === layer)
    .map(({ name, neurons, writes }) => ({
      name,
      neurons: new Set(neurons),
      dimensions: new Set(writes.flatMap((feature) => dimensionOf.get(feature) ?? [])),
    }));
}

/** Tables up to this size are made to see where the program fails. */
const LARGEST_NOTICED = 1 << 16;

/**
 * Tabulates what can be told by now: states that give the program no value are
 * ruled out before neurons are gone through, which may do anything there.
 */
function noticeFailures({ graph, channels }: ModelStatement, { program, facts }: Proof, half: number): void {
  const tables = new Map<number, AtomTable>();
  for (const [id, node] of graph.entries()) {
    const isTold =
      node.kind === "map"
        ? node.operands.every((operand) => tables.has(operand))
        : node.kind === "aggregate"
          ? channels.some((own) => own.kind !== "count" && own.from <= half && own.aggregates.includes(id))
          : node.kind === "width"
            ? facts.widths(node.selector) !== null ||
              channels.some(
                (own) => own.kind === "count" && own.from <= half && own.selectors.includes(node.selector),
              )
            : !isSelector(node);
    if (!isTold) continue;
    const operands = node.kind === "map" ? node.operands.map((operand) => tables.get(operand)!) : [];
    const joint = unite(...operands.map(({ variables }) => variables));
    if (jointSize(joint) > LARGEST_NOTICED) continue;
    try {
      tables.set(id, program.tableOf(id, []));
    } catch (error) {
      if (!(error instanceof Unproved)) throw error;
    }
  }
}

function isSelector({ kind }: ModelNode): boolean {
  return kind === "select" || kind === "both" || kind === "either" || kind === "not";
}

/** Notes the ranges of the features that are complete now. */
function noteFeatures(model: Model, { residual, errors }: Proof, half: number, figures: Figures): void {
  for (const { name, dimension, live } of model.features) {
    if (live.from !== half) continue;
    const { least, greatest } = residual.range(dimension);
    const error = half % 2 === 1 ? (errors.get(`${String(dimension)}@${String(half)}`) ?? 0) : 0;
    figures.features.push({ name, least, greatest, error });
  }
}
