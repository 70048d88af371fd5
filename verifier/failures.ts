/** States that give the program no value. */
import type { ModelNode, ModelStatement } from "../runtime/model.ts";
import type { Proof } from "./channels/proof.ts";
import type { AtomTable } from "./program/table.ts";
import { jointSize, unite } from "./state/variables.ts";
import { attempt } from "./report/unproved.ts";

/** Tables up to this size are made to see where the program fails. */
const LARGEST_NOTICED = 1 << 16;

/**
 * Tabulates what can be told by now: states that give the program no value are
 * ruled out before neurons are gone through, which may do anything there.
 */
export function noticeFailures(
  { graph, channels }: ModelStatement,
  { program, facts }: Proof,
  half: number,
): void {
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
    const table = attempt(() => program.tableOf(id, []));
    if (table.kind === "proved") tables.set(id, table.value);
  }
}

function isSelector({ kind }: ModelNode): boolean {
  return kind === "select" || kind === "both" || kind === "either" || kind === "not";
}
