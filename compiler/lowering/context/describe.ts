/** How many values an s-op takes, in words for messages. */
import type { NodeId } from "../../../language/graph.ts";
import { isSelector, nodeOf, operandsOf } from "../../../language/graph.ts";
import type { Lowering } from "./lowering.ts";

/** "65,079 values of `m` (60 of `m width` × 3,541 of `m sum`)"; null where the s-op has no table. */
export function valuesOf(lowering: Lowering, id: NodeId): string | null {
  const [table] = lowering.tablesOf(id).toSorted((a, b) => a.atoms.length - b.atoms.length);
  if (table === undefined) return null;
  const { name } = lowering.label(id);
  const count = `${say(table.atoms.length)} ${table.atoms.length === 1 ? "value" : "values"} of \`${name}\``;
  if (table.variables.length < 2) return count;
  return `${count} (${table.variables.map((variable) => `${say(variable.size)} of \`${variable.name}\``).join(" × ")})`;
}

/** The s-op with the most values among those that a node reads, through selectors; null where it reads none. */
export function richestOperand(lowering: Lowering, id: NodeId): NodeId | null {
  let richest: NodeId | null = null;
  let most = 0;
  const waiting = [...operandsOf(nodeOf(lowering.graph, id))];
  const seen = new Set<NodeId>();
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    const node = nodeOf(lowering.graph, next);
    if (isSelector(node)) {
      waiting.push(...operandsOf(node));
      continue;
    }
    const count = Math.max(0, ...lowering.tablesOf(next).map(({ atoms }) => atoms.length));
    if (count > most) [richest, most] = [next, count];
  }
  return richest;
}

function say(number: number): string {
  return number.toLocaleString("en");
}
