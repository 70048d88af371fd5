/** Random graphs: the interpreter agrees with the reference and keeps the laws of selectors. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createEvaluation, createInterpreter } from "../../interpreter/evaluate.ts";
import { toMatrix } from "../../interpreter/selection.ts";
import type { Atom } from "../../language/atom.ts";
import type { GraphBuilder } from "../../language/build.ts";
import type { Failure } from "../../language/failure.ts";
import { isFailure } from "../../language/failure.ts";
import type { NodeId } from "../../language/graph.ts";
import { HERE, anyAtom, atom, shown } from "./notation.ts";
import { reference } from "./reference.ts";
import { start } from "./start.ts";

const BIDIRECTIONAL = { causal: false };
const symbols = ["+", "-", "*", "/", "%", "==", "<", ">=", "and", "or"] as const;
const comparisons = ["==", "!=", "<", "<=", ">", ">="] as const;
const step = fc.record({
  kind: fc.constantFrom("map", "unary", "choose", "constant", "select", "logic", "aggregate", "width"),
  symbol: fc.constantFrom(...symbols),
  comparison: fc.constantFrom(...comparisons),
  logic: fc.constantFrom("both", "either", "not"),
  a: fc.nat(),
  b: fc.nat(),
  c: fc.nat(),
  atom: fc.oneof(
    { weight: 3, arbitrary: fc.integer({ min: -2, max: 3 }).map((n) => atom(String(n))) },
    anyAtom,
  ),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

interface Grown {
  readonly builder: GraphBuilder;
  readonly sOps: readonly NodeId[];
  readonly selectors: readonly NodeId[];
}

/** Operands are taken from the nodes so far, counted round. */
function grow(steps: readonly Step[]): Grown {
  const { builder, tokens, indices, all } = start();
  const sOps = [tokens, indices, builder.length(HERE)];
  const selectors = [all];
  for (const { kind, symbol, comparison, logic, a, b, c, atom: value } of steps) {
    const [x, y, z] = [pick(sOps, a), pick(sOps, b), pick(sOps, c)];
    const [s, t] = [pick(selectors, a), pick(selectors, b)];
    switch (kind) {
      case "map":
        sOps.push(builder.map({ kind: "binary", symbol }, [x, y], HERE));
        break;
      case "unary":
        sOps.push(builder.map({ kind: "unary", symbol: "indicator" }, [x], HERE));
        break;
      case "choose":
        sOps.push(builder.map({ kind: "choose" }, [x, y, z], HERE));
        break;
      case "constant":
        sOps.push(builder.constant(value, HERE));
        break;
      case "select":
        selectors.push(builder.select(x, y, comparison, HERE));
        break;
      case "logic":
        selectors.push(logic === "not" ? builder.not(s, HERE) : builder[logic](s, t, HERE));
        break;
      case "aggregate":
        sOps.push(builder.aggregate(s, y, value, HERE));
        break;
      case "width":
        sOps.push(builder.width(s, HERE));
        break;
      default:
        kind satisfies never;
    }
  }
  return { builder, sOps, selectors };
}

const anyInput = fc.oneof(
  fc.array(
    fc.integer({ min: -3, max: 3 }).map((n) => atom(String(n))),
    { minLength: 1, maxLength: 6 },
  ),
  fc.array(fc.constantFrom("'a", "'b", "'c").map(atom), { minLength: 1, maxLength: 6 }),
  fc.array(fc.constantFrom("1.0", "0.1", "2", "T", "0.5", "-3").map(atom), { minLength: 1, maxLength: 6 }),
);
const anySteps = fc.array(step, { maxLength: 14 });

test("every node has the reference's value, with and without the mask", () => {
  fc.assert(
    fc.property(anySteps, anyInput, fc.boolean(), (steps, input, causal) => {
      const { builder, sOps } = grow(steps);
      const evaluation = createEvaluation(builder.graph, input, { causal });
      for (const node of sOps) {
        const sequence = evaluation.sequence(node);
        const mine = isFailure(sequence) ? sequence.failed : sequence.atoms;
        expect(answer(mine)).toEqual(answer(reference(builder.graph, node, input, causal)));
      }
    }),
    { numRuns: 1000 },
  );
});

test("`not` is the complement, width the sum of the row, and de Morgan's laws hold", () => {
  fc.assert(
    fc.property(anySteps, anyInput, fc.nat(), fc.nat(), (steps, input, a, b) => {
      const { builder, selectors } = grow(steps);
      const p = selectors[a % selectors.length] ?? 0;
      const q = selectors[b % selectors.length] ?? 0;
      const notP = builder.not(p, HERE);
      const nand = builder.not(builder.both(p, q, HERE), HERE);
      const orOfNots = builder.either(notP, builder.not(q, HERE), HERE);
      const width = builder.width(p, HERE);
      const evaluation = createEvaluation(builder.graph, input, BIDIRECTIONAL);
      const rows = evaluation.selection(p);
      if (isFailure(rows) || isFailure(evaluation.selection(q))) return;
      const matrix = (node: NodeId): readonly (readonly boolean[])[] => {
        const selection = evaluation.selection(node);
        if (isFailure(selection)) throw new Error(selection.message);
        return toMatrix(selection);
      };
      expect(matrix(notP)).toEqual(matrix(p).map((row) => row.map((on) => !on)));
      expect(matrix(nand)).toEqual(matrix(orOfNots));
      const counts = matrix(p).map((row) => atom(String(row.filter(Boolean).length)));
      expect(evaluation.sequence(width)).toEqual({ atoms: counts, type: "int" });
    }),
    { numRuns: 500 },
  );
});

test("one interpreter for many inputs gives what a new one gives", () => {
  fc.assert(
    fc.property(anySteps, fc.array(anyInput, { minLength: 1, maxLength: 3 }), (steps, inputs) => {
      const { builder, sOps } = grow(steps);
      const { graph } = builder;
      const interpret = createInterpreter(graph, BIDIRECTIONAL);
      for (const input of inputs) {
        const [shared, fresh] = [interpret(input), createEvaluation(graph, input, BIDIRECTIONAL)];
        for (const node of sOps) expect(shared.sequence(node)).toEqual(fresh.sequence(node));
      }
    }),
  );
});

function pick(from: readonly NodeId[], n: number): NodeId {
  return from[n % from.length] ?? 0;
}

function answer(result: readonly Atom[] | Failure["failed"]): unknown {
  return typeof result === "string" ? `!${result}` : result.map(shown);
}
