/** The graph builder: equal expressions are one node, different ones are not. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { atomKey } from "../../language/atom.ts";
import { createGraphBuilder, GraphTooLarge } from "../../language/build.ts";
import { HERE, anyAtom, atom, atoms } from "./notation.ts";

test("an equal expression gives the same node, with the place of the first", () => {
  const builder = createGraphBuilder();
  const make = (start: number): readonly number[] => {
    const span = { ...HERE, start, end: start + 1 };
    const tokens = builder.tokens("str", span);
    const member = builder.map({ kind: "member", items: atoms("'a 'b") }, [tokens], span);
    const select = builder.select(tokens, builder.indices(span), "==", span);
    const both = builder.both(select, builder.not(select, span), span);
    const mean = builder.aggregate(both, member, atom("0"), span);
    return [tokens, member, both, mean, builder.width(both, span), builder.length(span)];
  };
  const first = make(0);
  const size = builder.graph.nodes.length;
  expect(make(5)).toEqual(first);
  expect(builder.graph.nodes).toHaveLength(size);
  expect(builder.graph.nodes.every((node, id) => node.span.start === 0 && node.id === id)).toBe(true);
});

test.each([
  ["1 and 1.0", "1", "1.0"],
  ["1 and True", "1", "T"],
  ["0.0 and -0.0", "0.0", "-0.0"],
  ["1 and its text", "1", "'1"],
])("%s are different constants", (_name, left, right) => {
  const builder = createGraphBuilder();
  expect(builder.constant(atom(left), HERE)).not.toBe(builder.constant(atom(right), HERE));
});

test("constants are one node exactly when type and value agree, and so are literal lists", () => {
  const list = fc.array(fc.oneof(anyAtom, fc.constantFrom("',", `'"`, `'","`, "'\\").map(atom)), {
    maxLength: 3,
  });
  fc.assert(
    fc.property(list, list, (left, right) => {
      const builder = createGraphBuilder();
      const x = builder.indices(HERE);
      const element = (items: typeof left): number => builder.map({ kind: "element", items }, [x], HERE);
      const areSame =
        left.length === right.length &&
        left.every((item, i) => {
          const other = right[i];
          return other !== undefined && atomKey(item) === atomKey(other);
        });
      expect(element(left) === element(right)).toBe(areSame);
    }),
    { numRuns: 1000 },
  );
});

test.each([
  ["a separator", "'a,string:b", "'a 'b"],
  ["a quote", `'a","string:b`, "'a 'b"],
  ["a bracket", "'a],[string:b", "'a 'b"],
])("a string with %s is not two strings", (_name, left, right) => {
  const builder = createGraphBuilder();
  const x = builder.indices(HERE);
  const member = (items: string): number => builder.map({ kind: "member", items: atoms(items) }, [x], HERE);
  expect(member(left)).not.toBe(member(right));
});

test("the last name stays, and names do not make nodes differ", () => {
  const builder = createGraphBuilder();
  const id = builder.indices(HERE);
  builder.name(id, "a");
  builder.name(builder.indices(HERE), "b");
  expect(builder.graph.names.get(id)).toBe("b");
});

test("a graph past its limit is refused; known nodes are not", () => {
  const builder = createGraphBuilder({ maxNodes: 2 });
  builder.tokens("str", HERE);
  const indices = builder.indices(HERE);
  expect(builder.indices(HERE)).toBe(indices);
  expect(() => builder.length(HERE)).toThrow(GraphTooLarge);
});

test("a selector is no operand of a map, nor an s-op of `not`", () => {
  const builder = createGraphBuilder();
  const indices = builder.indices(HERE);
  const select = builder.select(indices, indices, "<", HERE);
  expect(() => builder.map({ kind: "unary", symbol: "-" }, [select], HERE)).toThrow("internal");
  expect(() => builder.not(indices, HERE)).toThrow("internal");
});
