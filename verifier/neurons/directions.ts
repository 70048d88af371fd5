/** Neurons by what they read: those of one direction are functions of one number. */
import type { Neuron, Terms } from "../state/weights.ts";

export interface Member {
  readonly id: number;
  readonly sign: 1 | -1;
  readonly neuron: Neuron;
}

/** Neurons that read the same but for offset and sign. */
export interface Direction {
  readonly terms: Terms;
  readonly members: readonly Member[];
}

export function directionsOf(neurons: readonly Neuron[]): readonly Direction[] {
  const directions = new Map<string, { terms: Terms; members: Member[] }>();
  let last: { terms: Terms; members: Member[] } | null = null;
  for (const [id, neuron] of neurons.entries()) {
    if (neuron.writes.length === 0) continue;
    const { terms } = neuron.input;
    const sign = (terms[0]?.[1] ?? 1) < 0 ? -1 : 1;
    // Neighbours mostly read the same.
    if (last === null || !isSame(last.terms, terms, sign)) {
      const own = sign === 1 ? terms : terms.map(([dimension, weight]) => [dimension, -weight] as const);
      const key = own.map(([dimension, weight]) => `${String(dimension)}*${String(weight)}`).join(" ");
      last = directions.get(key) ?? { terms: own, members: [] };
      directions.set(key, last);
    }
    last.members.push({ id, sign, neuron });
  }
  return [...directions.values()];
}

function isSame(known: Terms, terms: Terms, sign: number): boolean {
  if (known.length !== terms.length) return false;
  for (let i = 0; i < terms.length; i++) {
    if (known[i]![0] !== terms[i]![0] || known[i]![1] !== sign * terms[i]![1]) return false;
  }
  return true;
}
