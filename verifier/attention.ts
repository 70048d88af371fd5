/** Goes through a layer's attention: what its heads leave in the residual stream. */
import type { Model, ModelStatement } from "../runtime/model.ts";
import type { Figures } from "./report/figures.ts";
import type { Contribution, Proof } from "./channels/proof.ts";
import { proveChannel } from "./channels/prove.ts";
import type { HeadReading } from "./heads/read.ts";
import { APART } from "./heads/outsiders.ts";
import { EXACT_SCORES, placeOfHead, readHead } from "./heads/read.ts";
import type { Expression } from "./state/expression.ts";
import type { Arithmetic } from "./state/arithmetic.ts";
import { errorOfTerms, isOrdinary, roundedSum } from "./state/arithmetic.ts";
import type { Residual } from "./state/residual.ts";
import { Unproved, at } from "./report/unproved.ts";
import type { Layer } from "./state/weights.ts";

export function proveAttention(
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
  for (const { head } of readings) {
    for (const rule of [EXACT_SCORES, APART]) proof.program.steps?.note(rule, { kind: "head", layer, head });
  }
  const written = new Map<number, Contribution[]>();
  for (const head of readings) {
    for (const { value, atBos, writes } of head.values) {
      for (const [dimension, weight] of writes) {
        const known = written.get(dimension) ?? [];
        written.set(dimension, known);
        known.push({ head, value, atBos, weight });
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

/**
 * BOS and PAD attend to BOS alone: they receive its values. A product is rounded, then b_O
 * added, then the residual; what comes of it has to be one number whatever was rounded.
 */
function outsideAfter(
  residual: Residual,
  written: ReadonlyMap<number, readonly Contribution[]>,
  attentionBias: Float64Array,
): void {
  const { arithmetic } = residual;
  for (const [dimension, contributions] of written) {
    const terms = contributions.filter(
      ({ atBos, weight }) => (atBos.value !== 0 || atBos.error !== 0) && weight !== 0,
    );
    const [term, ...others] = terms;
    if (others.length > 0) throw new Unproved("unproved", "several heads write there");
    const added =
      term === undefined
        ? attentionBias[dimension]!
        : receivedAtBos(arithmetic, term, attentionBias[dimension]!);
    const outside = residual.outside[dimension]!;
    for (let i = 0; i < outside.length; i++) {
      const sum = added === null ? null : roundedSum(arithmetic, outside[i]!, added);
      if (sum === null) throw new Unproved("unproved", "what it receives is not exact");
      outside[i] = sum;
    }
  }
}

/** What a head's value at BOS comes to with b_O; null where that is not one number. */
function receivedAtBos(arithmetic: Arithmetic, { atBos, weight }: Contribution, bias: number): number | null {
  const product = atBos.value * weight;
  const isExact =
    atBos.error === 0 &&
    arithmetic.round(product) === product &&
    isOrdinary(Math.abs(product), Math.abs(product));
  const error = isExact ? 0 : atBos.error * Math.abs(weight) + errorOfTerms(arithmetic, 1, Math.abs(product));
  if (error === 0) return roundedSum(arithmetic, product, bias);
  // Rounding is monotonic: what lies between two numbers that become one becomes it, too.
  const [least, greatest] = [-error, error].map((off) => arithmetic.round(product + off + bias));
  return least === greatest ? (least ?? null) : null;
}
