/** What expressions of a circuit come to, feature by feature: neurons are evaluated, heads are taken at their word. */
import type { Affine } from "../../../compiler/lowering/circuit/affine.ts";
import type { CircuitBuilder } from "../../../compiler/lowering/circuit/builder.ts";
import type { Table } from "../../../compiler/lowering/tables/table.ts";
import { advance } from "../../../compiler/lowering/tables/tuples.ts";
import type { ChannelVariable, Variable } from "../../../compiler/lowering/tables/variable.ts";
import { jointSize } from "../../../compiler/lowering/tables/variable.ts";

/** The state of the token, of the index and of each channel at a position. */
export interface Position {
  readonly token: number;
  readonly index: number;
  /** Feature → its number. */
  readonly channels: ReadonlyMap<number, number>;
}

export function evaluate(builder: CircuitBuilder, affine: Affine, position: Position): number {
  return affine.terms.reduce(
    (sum, [id, coefficient]) => sum + coefficient * valueOf(builder, id, position),
    affine.constant,
  );
}

function valueOf(builder: CircuitBuilder, id: number, position: Position): number {
  const feature = builder.feature(id);
  switch (feature.kind) {
    case "flag":
      return 0;
    case "token":
    case "index":
      return feature.column[position[feature.kind]] ?? NaN;
    case "channel":
      return position.channels.get(id) ?? NaN;
    case "table":
      return feature.neurons.reduce((sum, [neuron, weight]) => {
        const preactivation = builder.neurons[neuron]?.preactivation;
        if (preactivation === undefined) throw new Error("no such neuron");
        return sum + weight * Math.max(0, evaluate(builder, preactivation, position));
      }, 0);
    default:
      return feature satisfies never;
  }
}

/** The feature that a channel is; those of these tests are one each. */
export function featureOf({ carrier }: ChannelVariable): number {
  const [term, ...others] = carrier.terms;
  if (term === undefined || others.length > 0 || term[1] !== 1) throw new Error("not a feature");
  return term[0];
}

/** A tuple of states as a position, channels at the low or the high end of what they may hold. */
export function positionOf(
  variables: readonly Variable[],
  states: ArrayLike<number>,
  end: "low" | "high" = "low",
): Position {
  const position = { token: 0, index: 0, channels: new Map<number, number>() };
  for (const [i, variable] of variables.entries()) {
    const state = states[i] ?? 0;
    if (variable.kind === "channel") position.channels.set(featureOf(variable), variable[end][state] ?? NaN);
    else position[variable.kind] = state;
  }
  return position;
}

/** Every tuple of states of a table's variables, with its cell. */
export function* tuplesOf({ variables, cells }: Pick<Table, "variables" | "cells">): Generator<{
  readonly states: readonly number[];
  readonly cell: number;
}> {
  const states = new Int32Array(variables.length);
  for (let at = 0; at < jointSize(variables); at++) {
    yield { states: [...states], cell: cells[at] ?? -1 };
    advance(states, variables);
  }
}
