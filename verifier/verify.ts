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
import type { Model, ModelStatement } from "../runtime/model.ts";
import { proveAttention } from "./attention.ts";
import { compareCertificate } from "./certificate.ts";
import type { ProofStep } from "./explain.ts";
import { explainSteps } from "./explain.ts";
import type { Proof } from "./channels/proof.ts";
import { proveCode } from "./decoded.ts";
import { Facts } from "./rules/facts.ts";
import { noticeFailures } from "./failures.ts";
import type { Group } from "./neurons/figures.ts";
import { proveMlp } from "./neurons/mlp.ts";
import { proveOutput } from "./outputs.ts";
import { Program } from "./program/program.ts";
import { toAtom } from "./program/stated.ts";
import { requireWellFormed } from "./program/wellformed.ts";
import { provedWithout } from "./program/without.ts";
import { Quantities } from "./quantities/quantities.ts";
import { Atoms } from "./state/atoms.ts";
import { Domain } from "./state/domain.ts";
import { requireBoundedAttention, requireBoundedColumns, requireBoundedMlp } from "./state/bounded.ts";
import { Residual } from "./state/residual.ts";
import { arithmeticOf } from "./state/arithmetic.ts";
import type { Figures } from "./report/figures.ts";
import type { Finding } from "./report/finding.ts";
import type { Rule } from "./report/rule.ts";
import { Steps } from "./report/steps.ts";
import { Unproved, at } from "./report/unproved.ts";
import { readWeights } from "./state/weights.ts";

export interface Verification {
  readonly proved: boolean;
  readonly findings: readonly Finding[];
  /** What was found of heads, neurons, features and outputs; as far as the proof went. */
  readonly figures: Figures;
  /** True if some state of a position gives the program no value: the proof is for inputs without such. */
  readonly partial: boolean;
  /** How it was proved, as far as the proof went; null where nobody asked. */
  readonly steps: readonly ProofStep[] | null;
}

/** Before: the model was loaded, so that its shapes and hashes are right. */
export function verifyModel(model: Model, { explain = false } = {}): Verification {
  const figures: Figures = { heads: [], neuronGroups: [], features: [], outputs: [] };
  const noted = explain ? new Steps() : null;
  const stepsOf = (statement: ModelStatement | undefined): readonly ProofStep[] | null =>
    noted === null || statement === undefined ? null : explainSteps(model, statement, noted.list);
  const { statement } = model.circuit;
  try {
    if (statement === undefined)
      throw new Unproved("unproved", "the file does not state a program", "circuit.statement");
    const partial = prove(model, statement, figures, noted);
    const findings = compareCertificate(model.certificate, figures, model);
    return { proved: findings.length === 0, findings, figures, partial, steps: stepsOf(statement) };
  } catch (error) {
    if (!(error instanceof Unproved)) throw error;
    const { verdict, message, place } = error;
    const findings = [{ verdict, place: place ?? "the model", message }];
    return { proved: false, findings, figures, partial: false, steps: stepsOf(statement) };
  }
}

/** @returns whether the program has no value on some states */
function prove(model: Model, statement: ModelStatement, figures: Figures, steps: Steps | null): boolean {
  const { config, tokenizer } = model;
  requireWellFormed(statement, config);
  requireNeeded(statement);
  const weights = readWeights(model);
  const domain = new Domain();
  const vocabulary = tokenizer.vocabulary.map((atom): Atom => toAtom(atom));
  const setting = { vocabulary, maxLength: config.maxLength, causal: config.causal };
  const program = new Program(statement, domain, new Atoms(), setting, steps);
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
  const reaching = (half: number): void => {
    if (steps !== null) steps.half = half;
  };
  for (const [number, layer] of weights.layers.entries()) {
    reaching(2 * number + 1);
    at(`layer ${String(number)} attention`, () => {
      requireBoundedAttention(residual, layer);
    });
    proveAttention(model, statement, proof, layer, number, figures);
    noticeFailures(statement, proof, 2 * number + 1);
    reached(2 * number + 1);
    const groups = groupsOf(model, number);
    reaching(2 * number + 2);
    const note = (by: Rule, dimension: number): void =>
      steps?.note(by, { kind: "neurons", layer: number, dimension });
    at(`layer ${String(number)} MLP`, () => {
      requireBoundedMlp(residual, layer);
    });
    const found = at(`layer ${String(number)} MLP`, () =>
      provedWithout(program, () => proveMlp(residual, layer, groups, note)),
    );
    for (const [name, own] of found) figures.neuronGroups.push({ layer: number, name, ...own });
    reached(2 * number + 2);
  }
  const unused = statement.channels.find((channel) => !proof.claims.has(channel));
  if (unused !== undefined) {
    const text = `nothing is written to dimension ${String(unused.dimension)} at half-layer ${String(unused.from)}`;
    throw new Unproved("unproved", text, "circuit.statement.channels");
  }
  for (const [i, output] of model.outputs.entries()) {
    const leastMargin = at(`output ${output.name}`, () => {
      requireBoundedColumns(residual, weights.outputs[i]!);
      return proveOutput(program, residual, output, weights.outputs[i]!, statement.outputs[i]!);
    });
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

/** Notes the ranges of the features that are complete now. */
function noteFeatures(model: Model, { residual, errors }: Proof, half: number, figures: Figures): void {
  for (const { name, dimension, live } of model.features) {
    if (live.from !== half) continue;
    const { least, greatest } = residual.range(dimension);
    const error = half % 2 === 1 ? (errors.get(`${String(dimension)}@${String(half)}`) ?? 0) : 0;
    figures.features.push({ name, least, greatest, error });
  }
}
