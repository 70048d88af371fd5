/**
 * Heads as lists of query, key and value expressions, ready to become matrices:
 * where BOS and PAD stand, how sharp the attention is.
 */
import type { Affine } from "../lowering/circuit/affine.ts";
import {
  add,
  combine,
  constantAffine,
  featureAffine,
  isConstant,
  scale,
  shift,
} from "../lowering/circuit/affine.ts";
import { magnitudeOf, reachOf, valueAtBos } from "../lowering/circuit/bounds.ts";
import type { Circuit, Feature, Head } from "../lowering/circuit/circuit.ts";
import { greatestOf, powerOfTwoAbove } from "../numbers.ts";
import type { Precision } from "../precision.ts";

/** One head: score = Σ query · key in nats; out[feature] += weight · Σ attention · value. */
export interface HeadForm {
  readonly head: Head;
  readonly dimensions: readonly { readonly query: Affine; readonly key: Affine }[];
  readonly values: readonly { readonly value: Affine; readonly writes: readonly Write[] }[];
  readonly manner: Manner;
  /** Bound on Σ |query · key| for a real query and key, in nats: what any order of summation may reach. */
  readonly greatestScore: number;
}

/** What sets the kinds of heads apart. */
interface Manner {
  /** Score of BOS as a key, in nats. */
  readonly bosScore: number;
  /** Least nats between the score of a selected key and any below it. */
  readonly leastScoreGap: number;
  /** True where BOS holds nearly all the weight and W_O takes that away: the head adds values up. */
  readonly sums: boolean;
  /** By what W_O multiplies. */
  readonly factor: number;
}

interface Write {
  readonly feature: number;
  readonly weight: number;
}

/** What assembling heads needs to know. */
export interface Setting {
  readonly circuit: Circuit;
  readonly maxLength: number;
  readonly precision: Precision;
}

export function formHead(setting: Setting, head: Head): HeadForm {
  const { circuit } = setting;
  const beta = setting.precision.sharpness;
  const bos = flagOf(circuit, "bos");
  const pad = flagOf(circuit, "pad");
  const channels = circuit.features.filter(
    (feature): feature is Channel =>
      feature.kind === "channel" && feature.contributions.some((c) => c.head === head.id),
  );
  const manner = mannerOf(setting, head, channels);
  const { bosScore } = manner;

  const bilinear = head.bilinear.map(({ query, key }) => ({
    query: scale(-beta, query),
    key: silencedAt(circuit, key),
  }));
  const penalised = silencedAt(circuit, head.keyPenalty);
  const bound =
    bilinear.reduce(
      (sum, { query, key }) => sum + reachOf(circuit.features, query) * reachOf(circuit.features, key),
      0,
    ) +
    beta * (reachOf(circuit.features, penalised) + reachOf(circuit.features, head.queryPenalty));
  const dimensions = [...bilinear];
  if (!(isConstant(head.queryPenalty) && head.queryPenalty.constant === 0)) {
    const realKeys = shift(scale(-1, featureAffine(bos)), 1);
    dimensions.push({ query: scale(-beta, head.queryPenalty), key: realKeys });
  }
  // A padded key is worse than the worst of all other scores, by more than the sharpness.
  const exclusion = powerOfTwoAbove(bound + 4 * beta + Math.abs(bosScore));
  const separate = !manner.sums || !(isConstant(penalised) && penalised.constant === 0);
  if (separate) {
    const key = add(penalised, scale(exclusion / beta, featureAffine(pad)));
    dimensions.push({ query: constantAffine(-beta), key });
  }
  const selfish = powerOfTwoAbove(2 * bound + 4 * beta + 4 * exclusion);
  const bosKey = separate
    ? featureAffine(bos)
    : combine([
        [1, featureAffine(bos)],
        [-powerOfTwoAbove(exclusion / bosScore), featureAffine(pad)],
      ]);
  // BOS and PAD as queries attend to BOS alone, so what heads write there is the same for every input.
  const outside = add(featureAffine(bos), featureAffine(pad));
  dimensions.unshift({ query: shift(scale(selfish, outside), bosScore), key: bosKey });
  return {
    head,
    dimensions,
    values: valuesOf(setting, head, channels, manner),
    manner,
    greatestScore: realScore(circuit, dimensions) + Math.abs(bosScore),
  };
}

/** Σ over dimensions of the greatest |query · key| at real positions. */
function realScore(circuit: Circuit, dimensions: HeadForm["dimensions"]): number {
  return dimensions.reduce(
    (sum, { query, key }) => sum + magnitudeOf(circuit.features, query) * magnitudeOf(circuit.features, key),
    0,
  );
}

type Channel = Feature & { readonly kind: "channel" };

/** The values a head moves, each once, and the features they go to. */
function valuesOf(
  setting: Setting,
  head: Head,
  channels: readonly Channel[],
  { factor }: Manner,
): HeadForm["values"] {
  const values: { value: Affine; writes: Write[] }[] = [];
  for (const { id, contributions } of channels) {
    for (const contribution of contributions) {
      if (contribution.head !== head.id) continue;
      const value = setAt(setting.circuit, contribution.value, contribution.atBos);
      values.push({ value, writes: [{ feature: id, weight: contribution.coefficient * factor }] });
    }
  }
  return values;
}

function mannerOf(setting: Setting, head: Head, channels: readonly Channel[]): Manner {
  const beta = setting.precision.sharpness;
  switch (head.kind) {
    case "move":
    case "mean":
      // Halfway between selected keys and the others.
      return { bosScore: -beta / 2, leastScoreGap: beta / 2, sums: false, factor: 1 };
    case "count": {
      const bosScore = Math.fround(Math.log(countingRatio(setting, head, channels)));
      // What the softmax of a float32 engine makes of ln R, so that the scale takes it away again.
      return { bosScore, leastScoreGap: beta, sums: true, factor: Math.exp(bosScore) };
    }
    default:
      return head.kind satisfies never;
  }
}

/** How far R is above what keeps a channel's integers apart: its share of the error is nothing then. */
const CLEARANCE = 2 ** 12;

/**
 * R, the weight of BOS in a counting head: R · Σv/(R + w) is off the sum by less
 * than Σ|v| · w / R, so R ≥ 2^12 Σ|c| V n² keeps every channel within 2^−12, and
 * leaves the rest to rounding (certify.ts). A larger R costs nothing: errors are relative.
 */
function countingRatio(setting: Setting, head: Head, channels: readonly Channel[]): number {
  const bounds = channels.map(({ contributions }) =>
    contributions.reduce((sum, { value, coefficient }) => {
      return sum + Math.abs(coefficient) * magnitudeOf(setting.circuit.features, value);
    }, 0),
  );
  if (channels.length === 0) throw new Error(`internal: head ${String(head.id)} writes nothing`);
  return powerOfTwoAbove(CLEARANCE * Math.max(1, greatestOf(bounds)) * setting.maxLength ** 2);
}

export function flagOf(circuit: Circuit, of: "bos" | "pad"): number {
  const flag = circuit.features.find((feature) => feature.kind === "flag" && feature.of === of);
  if (flag === undefined) throw new Error(`internal: no ${of} flag`);
  return flag.id;
}

/** The expression with another value at BOS; everywhere else it is the same. */
function setAt(circuit: Circuit, affine: Affine, value: number): Affine {
  const difference = value - valueAtBos(circuit.features, affine);
  return add(affine, scale(difference, featureAffine(flagOf(circuit, "bos"))));
}

function silencedAt(circuit: Circuit, affine: Affine): Affine {
  return setAt(circuit, affine, 0);
}
