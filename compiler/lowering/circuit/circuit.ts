/**
 * The circuit: what a transformer can do, with names and exact meanings and no
 * weights yet. Features are residual directions; heads and neurons write them.
 *
 * Half-layers: the embedding is 0, attention of layer l (from 0) is 2l + 1, its
 * MLP 2l + 2. A feature's `time` is the half-layer that completes it.
 */
import type { Atom } from "../../../language/atom.ts";
import type { NodeId } from "../../../language/graph.ts";
import type { Span } from "../../../language/source.ts";
import type { Affine, FeatureId } from "./affine.ts";

export type HeadId = number;
export type NeuronId = number;

interface FeatureBase {
  readonly id: FeatureId;
  /** Unique in the circuit. */
  readonly name: string;
  /** What its number is, in words of the program. */
  readonly meaning: string;
  readonly span: Span | null;
  readonly time: number;
  /** Its value at BOS once it is complete: the same for every input. Written features hold it at PAD, too. */
  readonly atBos: number;
  /** Least and greatest value at real positions. */
  readonly least: number;
  readonly greatest: number;
  /** Bound on its magnitude at any position, BOS and PAD among them. */
  readonly reach: number;
}

export type Feature =
  /** 1 at the BOS (or PAD) position, 0 elsewhere. */
  | (FeatureBase & { readonly kind: "flag"; readonly of: "bos" | "pad" })
  /** A function of the token: one number per element of the vocabulary; 0 at BOS and PAD. */
  | (FeatureBase & { readonly kind: "token"; readonly column: readonly number[] })
  /** A function of the position: one number per index; 0 at BOS. */
  | (FeatureBase & { readonly kind: "index"; readonly column: readonly number[] })
  /** Written by attention: the sum of its contributions. */
  | (FeatureBase & {
      readonly kind: "channel";
      readonly contributions: readonly Contribution[];
      /**
       * The grid to which the residual add rounds it (an offset of
       * 1.5 · 2^23 · grid in the embedding, taken away in b_O); null where attention
       * moves one value and is exact as it is.
       */
      readonly grid: number | null;
    })
  /** Written by neurons: Σ weight · ReLU. */
  | (FeatureBase & {
      readonly kind: "table";
      readonly neurons: readonly (readonly [NeuronId, number])[];
      /** Bound on Σ |weight · activation| at any position; weights are integers. */
      readonly greatestSum: number;
    });

/** What one head adds to a channel. */
export interface Contribution {
  readonly head: HeadId;
  /** Read at the key; whatever it is at BOS is replaced by `atBos`. */
  readonly value: Affine;
  /** What a query that attends to BOS receives: the default of an empty selection. */
  readonly atBos: number;
  readonly coefficient: number;
}

/**
 * move: at most one key is selected, its value arrives unchanged; BOS stands for none.
 * mean: the mean of the selected values; BOS stands for none.
 * count: linear counting: BOS holds nearly all the weight, R times the output is the sum.
 */
export type HeadKind = "move" | "mean" | "count";

/**
 * One attention head. Its score, in units of beta, is
 *   −(Σ bilinear query·key + keyPenalty + queryPenalty),
 * 0 (or a level that depends on the query alone) exactly at the selected keys,
 * and at least 1 below at all others.
 */
export interface Head {
  readonly id: HeadId;
  readonly kind: HeadKind;
  readonly name: string;
  /** The selector's text, as the file's manifest gives it. */
  readonly selector: string;
  readonly span: Span | null;
  readonly layer: number;
  readonly bilinear: readonly { readonly query: Affine; readonly key: Affine }[];
  readonly keyPenalty: Affine;
  readonly queryPenalty: Affine;
}

/** ReLU(preactivation), silent at BOS and PAD. */
export interface Neuron {
  readonly id: NeuronId;
  readonly layer: number;
  readonly preactivation: Affine;
}

/** How an output is read from the last residual stream. */
export interface CircuitOutput {
  readonly name: string;
  readonly kind: "logits" | "readout";
  /** What is read; at a position that holds `values[i]` it is within the interval of readings[i]. */
  readonly reading: Affine;
  readonly values: readonly Atom[];
  readonly readings: readonly { readonly low: number; readonly high: number; readonly exact: number }[];
}

/** What an expression tells of the program: stated in the file, for whoever checks the weights. */
export interface Claim {
  readonly carrier: Affine;
  /**
   * count: the width of a selector (null: the number of keys); sum, move, mean: of an aggregate's
   * selected values; code: the value of any node.
   */
  readonly kind: "count" | "sum" | "move" | "mean" | "code";
  readonly node: NodeId | null;
}

export interface Circuit {
  readonly features: readonly Feature[];
  readonly heads: readonly Head[];
  readonly neurons: readonly Neuron[];
  readonly outputs: readonly CircuitOutput[];
  readonly claims: readonly Claim[];
}

/** The head layer that can read features complete at half-layer `time`. */
export function headLayerAfter(time: number): number {
  return Math.floor((time + 1) / 2);
}

/** The MLP layer that can read features complete at half-layer `time`. */
export function neuronLayerAfter(time: number): number {
  return Math.floor(time / 2);
}
