/** Widths of selectors: constants and columns where positions decide, else counting heads. */
import { int } from "../../../language/atom.ts";
import type { NodeId, SOp } from "../../../language/graph.ts";
import type { Affine } from "../circuit/affine.ts";
import { constantAffine, featureAffine } from "../circuit/affine.ts";
import type { Label } from "../circuit/builder.ts";
import { headLayerAfter } from "../circuit/circuit.ts";
import type { Lowering } from "../context/lowering.ts";
import { Memo } from "../context/memo.ts";
import type { Refused } from "../context/refused.ts";
import { isRefused } from "../context/refused.ts";
import { noteCounted } from "../facts/counted.ts";
import { neverEmpty } from "../facts/emptiness.ts";
import type { SignedSum } from "../facts/formula.ts";
import { sumKey } from "../facts/formula.ts";
import { positionalWidths } from "../facts/positional.ts";
import { atMostOne } from "../facts/uniqueness.ts";
import type { ScoredSum } from "../scores/score.ts";
import { scoreSum, signedSumOf } from "../scores/score.ts";
import type { Table } from "../tables/table.ts";
import { constantTable, variableTable } from "../tables/table.ts";
import type { ChannelVariable, Variable } from "../tables/variable.ts";
import { exactStates } from "../tables/variable.ts";

/** `length`: the prefix length under causal attention, else a count of all keys. */
export function lengthTable(lowering: Lowering): Table {
  const size = lowering.maxLength;
  const lengths = Array.from({ length: size }, (_, i) => int(i + 1));
  if (lowering.causal) return variableTable(lowering.index, lengths);
  if (size === 1) return constantTable(int(1));
  return variableTable(lengthVariable(lowering), lengths);
}

/** The channel that counts all keys. */
const lengthChannel = new Memo<"length", ChannelVariable>((key) => key);

function lengthVariable(lowering: Lowering): ChannelVariable {
  return lengthChannel.once(lowering, "length", () => makeLengthVariable(lowering));
}

function makeLengthVariable(lowering: Lowering): ChannelVariable {
  const everyKey: ScoredSum = {
    parts: [
      { sign: 1, score: { bilinear: [], keyPenalty: constantAffine(0), queryPenalty: constantAffine(0) } },
    ],
    time: 0,
  };
  const label = { name: "length", meaning: "length", span: null };
  const variable = countingVariable(lowering, everyKey, {
    value: constantAffine(1),
    range: { least: 1, greatest: lowering.maxLength },
    largestValue: 1,
    selector: "all positions",
    label,
  });
  noteCounted(lowering, variable, { kind: "length" });
  lowering.claim(variable, "count", null);
  lowering.constrain(lowering.index, variable, (index, length) => index <= length);
  return variable;
}

/** What a counting channel sums, and between which bounds the sum lies. */
export interface Counting {
  /** Read at the selected keys. */
  readonly value: Affine;
  readonly range: { readonly least: number; readonly greatest: number };
  /** The sums that occur, ascending; all of the range where absent. */
  readonly readings?: readonly number[];
  readonly largestValue: number;
  /** The selector's text. */
  readonly selector: string;
  readonly label: Label;
}

/**
 * A channel that holds Σ value over the selected keys, as an exact integer:
 * counting heads, one per conjunction, which are linear, so that the residual add
 * sums them up with their signs and snaps the sum to integers.
 */
export function countingVariable(lowering: Lowering, scored: ScoredSum, counting: Counting): ChannelVariable {
  const { builder } = lowering;
  const layer = headLayerAfter(Math.max(scored.time, builder.timeOf(counting.value)));
  const { label, range } = counting;
  const contributions = scored.parts.map(({ sign, score }) => ({
    head: builder.head({ ...score, kind: "count", layer, selector: counting.selector, span: label.span }),
    value: counting.value,
    atBos: 0,
    coefficient: sign,
  }));
  const feature = builder.channel(contributions, 1, range, label);
  const readings =
    counting.readings ?? Array.from({ length: range.greatest - range.least + 1 }, (_, i) => range.least + i);
  return lowering.channel(label.name, exactStates(readings), featureAffine(feature));
}

export function tabulateWidth(lowering: Lowering, node: SOp & { readonly kind: "width" }): Table | Refused {
  return widthTable(lowering, node.selector, lowering.label(node.id));
}

/** The width of a selector's rows as a table. */
export function widthTable(lowering: Lowering, selector: NodeId, label: Label): Table | Refused {
  const sum = signedSumOf(lowering, selector);
  if (isRefused(sum)) return sum;
  const widths = positionalWidths(lowering, sum);
  if (widths?.byIndex !== null && widths !== null)
    return variableTable(lowering.index, widths.byIndex.map(int));
  if (widths?.isLength === true) return lengthTable(lowering);
  const variable = widthVariable(lowering, selector, sum, label);
  if (variable === null) return constantTable(int(0));
  if (isRefused(variable)) return variable;
  return variableTable(variable, Array.from(variable.low, int));
}

/** Channels that hold widths of selectors. */
const widthChannels = new Memo<SignedSum, ChannelVariable>(sumKey);

/** The counting channel of a selector's width; null if it never selects. */
function widthVariable(
  lowering: Lowering,
  selector: NodeId,
  sum: SignedSum,
  label: Label,
): ChannelVariable | Refused | null {
  const known = widthChannels.recall(lowering, sum);
  if (known !== undefined) {
    lowering.claim(known, "count", selector);
    return known;
  }
  const scored = scoreSum(lowering, selector, sum, { levelled: true, counted: true });
  if (isRefused(scored)) return scored;
  if (scored.parts.length === 0) return null;
  const widths = positionalWidths(lowering, sum);
  const variable = countingVariable(lowering, scored, {
    value: constantAffine(1),
    range: {
      least: widths?.least ?? (neverEmpty(lowering, sum) ? 1 : 0),
      greatest: widths?.greatest ?? (atMostOne(lowering, sum) ? 1 : lowering.maxLength),
    },
    largestValue: 1,
    selector: lowering.label(selector).meaning,
    label,
  });
  widthChannels.keep(lowering, sum, variable);
  lowering.claim(variable, "count", selector);
  noteCounted(lowering, variable, { kind: "width", sum });
  boundByLength(lowering, variable, (reading, longest) => reading <= longest);
  return variable;
}

/** Constrains a channel by how many keys there are: the length, or the prefix under causal attention. */
export function boundByLength(
  lowering: Lowering,
  variable: Variable,
  allows: (reading: number, longest: number) => boolean,
): void {
  const { variables } = lengthTable(lowering);
  const [longest] = variables;
  if (longest === undefined) return;
  lowering.constrain(variable, longest, (state, length) => allows(variable.low[state] ?? 0, length + 1));
}
