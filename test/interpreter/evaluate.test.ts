/** The interpreter: programs, failures and the causal mask. */
import { describe, expect, test } from "vitest";
import { sort } from "../../scripts/subjects/graphs.ts";
import { createEvaluation } from "../../interpreter/evaluate.ts";
import { rowAt, selects, toMatrix } from "../../interpreter/selection.ts";
import type { GraphBuilder } from "../../language/build.ts";
import { createGraphBuilder } from "../../language/build.ts";
import { displaySequence } from "../../language/display.ts";
import { isFailure } from "../../language/failure.ts";
import type { Comparison, NodeId } from "../../language/graph.ts";
import { HERE, atom, atoms } from "./notation.ts";
import { start } from "./start.ts";

const BIDIRECTIONAL = { causal: false };

/** The printed value of a node, or the failure's message. */
function run(builder: GraphBuilder, node: NodeId, input: string, causal = false): string {
  const sequence = createEvaluation(builder.graph, atoms(input), { causal }).sequence(node);
  return isFailure(sequence) ? sequence.message : displaySequence(sequence.atoms, sequence.type);
}

/** Rows separated by spaces, one `1` or `.` per key. */
function grid(builder: GraphBuilder, node: NodeId, input: string): string {
  const selection = createEvaluation(builder.graph, atoms(input), BIDIRECTIONAL).selection(node);
  if (isFailure(selection)) return selection.message;
  return toMatrix(selection)
    .map((row) => row.map((on) => (on ? "1" : ".")).join(""))
    .join(" ");
}

describe("programs", () => {
  test("reverse", () => {
    const { builder, tokens, indices, constant, map, select, aggregate } = start();
    const opposite = map("-", map("-", builder.length(HERE), constant("1")), indices);
    const flip = select(indices, opposite, "==");
    expect(run(builder, aggregate(flip, tokens), "'h 'e 'l 'l 'o")).toBe("[o, l, l, e, h] (strings)");
  });

  test("histogram", () => {
    const { builder, tokens, select } = start();
    expect(run(builder, builder.width(select(tokens, tokens, "=="), HERE), "'h 'e 'l 'l 'o")).toBe(
      "[1, 1, 2, 2, 1] (ints)",
    );
  });

  test("sort, on values of every kind", () => {
    const builder = createGraphBuilder();
    const tokens = builder.tokens("asis", HERE);
    const sorted = sort(builder, tokens, tokens);
    expect(run(builder, sorted, "'b 'a 'c 'a")).toBe("[a, a, b, c] (strings)");
    expect(run(builder, sorted, "2 T 1.0 0 -3")).toBe("[-3, 0, T, 1.0, 2] (floats)");
  });
});

describe("select", () => {
  test.each<readonly [Comparison, string]>([
    ["<", "... 1.. 11."],
    ["<=", "1.. 11. 111"],
    [">", ".11 ..1 ..."],
    [">=", "111 .11 ..1"],
    ["==", "1.. .1. ..1"],
    ["!=", ".11 1.1 11."],
  ])("rows are queries: select(indices, indices, %s)", (comparison, expected) => {
    const { builder, indices, select } = start();
    expect(grid(builder, select(indices, indices, comparison), "'a 'b 'c")).toBe(expected);
  });

  test("a number and a string are unequal, and not ordered", () => {
    const { builder, tokens, constant, select } = start();
    expect(grid(builder, select(tokens, constant("1"), "=="), "'1 '2")).toBe(".. ..");
    expect(grid(builder, select(tokens, constant("1"), "!="), "'1 '2")).toBe("11 11");
    expect(grid(builder, select(tokens, constant("1"), "<"), "'1 '2")).toBe(
      "`<` needs two numbers or two strings, not a string and an int, at key position 0 and query position 0",
    );
  });

  test("not a number is unequal to all and ordered with none", () => {
    const { builder, tokens, select } = start();
    const input = "nan 1.0 2.0";
    expect(grid(builder, select(tokens, tokens, "=="), input)).toBe("... .1. ..1");
    expect(grid(builder, select(tokens, tokens, "!="), input)).toBe("111 1.1 11.");
    expect(grid(builder, select(tokens, tokens, "<="), input)).toBe("... .1. .11");
    expect(grid(builder, select(tokens, tokens, ">="), input)).toBe("... .11 ..1");
  });

  test.each([31, 32, 33, 64, 65])("rows of %d keys", (size) => {
    const { builder, indices, select } = start();
    const selector = builder.not(select(indices, indices, "<="), HERE);
    const input = Array.from({ length: size }, () => atom("'a"));
    const evaluation = createEvaluation(builder.graph, input, BIDIRECTIONAL);
    const selection = evaluation.selection(selector);
    const width = evaluation.sequence(builder.width(selector, HERE));
    if (isFailure(selection) || isFailure(width)) throw new Error("no value");
    const bits = Array.from(rowAt(selection, 0), (word) => word.toString(2).padStart(32, "0"));
    expect(bits.toReversed().join("").indexOf("1")).toBe(bits.length * 32 - size);
    for (let q = 0; q < size; q++) {
      for (let k = 0; k < size; k++) expect(selects(selection, q, k)).toBe(k > q);
      expect(width.atoms[q]).toEqual(atom(String(size - 1 - q)));
    }
  });

  test("equal queries share their row", () => {
    const { builder, tokens, select } = start();
    for (const comparison of ["==", "<", "!="] as const) {
      const node = builder.both(select(tokens, tokens, comparison), select(tokens, tokens, "<="), HERE);
      const selection = createEvaluation(builder.graph, atoms("1 2 1 1.0"), BIDIRECTIONAL).selection(node);
      if (isFailure(selection)) throw new Error(selection.message);
      expect(rowAt(selection, 2)).toBe(rowAt(selection, 0));
      expect(rowAt(selection, 3)).toBe(rowAt(selection, 0));
    }
  });
});

describe("aggregate", () => {
  test("the mean of a prefix; one value stays as it is", () => {
    const { builder, indices, select, aggregate } = start();
    const prefix = select(indices, indices, "<=");
    expect(run(builder, aggregate(prefix, indices), "'h 'e 'l 'l 'o")).toBe(
      "[0, 0.5, 1.0, 1.5, 2.0] (floats)",
    );
  });

  test.each([
    // Rows: position q takes its predecessor, so row 0 is empty.
    ["numbers, default 0", "5 6 7", "0", "[0, 5, 6] (ints)"],
    ["a default of one's own", "5 6 7", "-1", "[-1, 5, 6] (ints)"],
    ["bools and the 0", "T F F", "0", "[0, T, F] (ints)"],
    [
      "strings and the 0 clash",
      "'a 'b 'c",
      "0",
      "different types in one sequence: an int at position 0 and a string at position 1",
    ],
    ["strings with a string", "'a 'b 'c", "'_", "[_, a, b] (strings)"],
    ["a string, alone and empty", "'a", "0", "[0] (ints)"],
  ])("%s", (_name, input, fallback, expected) => {
    const { builder, tokens, indices, constant, map, select, aggregate } = start();
    const previous = select(indices, map("-", indices, constant("1")), "==");
    expect(run(builder, aggregate(previous, tokens, fallback), input)).toBe(expected);
  });

  test.each([
    ["ints", "1 2", "[1.5]*2 (floats)"],
    ["ints and bools", "1 F", "[0.5]*2 (floats)"],
    ["one bool", "T", "[T] (bools)"],
    ["only bools", "T F", "cannot average bools: position 0 selects positions 0 and 1"],
    ["strings, equal or not", "'a 'a", "cannot average strings: position 0 selects positions 0 and 1"],
  ])("over all of %s", (_name, input, expected) => {
    const { builder, tokens, all, aggregate } = start();
    expect(run(builder, aggregate(all, tokens), input)).toBe(expected);
  });
});

describe("the causal mask", () => {
  test("is applied after `not`, to widths and aggregates, and length is the prefix's", () => {
    const { builder, tokens, indices, select, all, aggregate } = start();
    const others = builder.not(select(tokens, tokens, "=="), HERE);
    const input = "1 2 1 4";
    expect(run(builder, builder.width(others, HERE), input, true)).toBe("[0, 1, 1, 3] (ints)");
    expect(run(builder, aggregate(all, indices), input, true)).toBe("[0, 0.5, 1.0, 1.5] (floats)");
    expect(run(builder, builder.length(HERE), input, true)).toBe("[1, 2, 3, 4] (ints)");
    expect(run(builder, builder.length(HERE), input)).toBe("[4]*4 (ints)");
  });

  test("leaves the selector itself as it is", () => {
    const { builder, all } = start();
    const selection = createEvaluation(builder.graph, atoms("1 2"), { causal: true }).selection(all);
    if (isFailure(selection)) throw new Error(selection.message);
    expect(toMatrix(selection)).toEqual([
      [true, true],
      [true, true],
    ]);
  });
});

describe("failures", () => {
  test("name the position and the node that failed first, to all who need it", () => {
    const { builder, indices, constant, map, select } = start();
    const inverse = map("/", constant("1"), map("-", indices, constant("2")));
    const user = builder.width(select(map("+", inverse, inverse), indices, "=="), HERE);
    const evaluation = createEvaluation(builder.graph, atoms("'a 'b 'c"), BIDIRECTIONAL);
    const expected = { failed: "zero-division", message: "division by zero, at position 2", node: inverse };
    expect(evaluation.failure(user)).toEqual(expected);
    expect(evaluation.sequence(user)).toEqual(expected);
    expect(evaluation.failure(indices)).toBeNull();
  });

  test("the first operand's comes first", () => {
    const { builder, indices, constant, map } = start();
    const division = map("/", constant("1"), indices);
    const addition = map("+", constant("'a"), indices);
    const evaluation = createEvaluation(builder.graph, atoms("'a"), BIDIRECTIONAL);
    expect(evaluation.failure(map("*", addition, division))).toMatchObject({ failed: "type" });
    expect(evaluation.failure(map("*", division, addition))).toMatchObject({ failed: "zero-division" });
  });

  test("an input of mixed types has no tokens_asis", () => {
    const { builder, tokens } = start();
    expect(run(builder, tokens, "1 'a")).toMatch("different types");
  });

  test("the empty input has no values", () => {
    const { builder, indices, all } = start();
    expect(run(builder, indices, "")).toBe("the input is empty");
    expect(grid(builder, all, "")).toBe("the input is empty");
  });

  test("asking for the other kind of node is our mistake", () => {
    const { builder, indices, all } = start();
    const evaluation = createEvaluation(builder.graph, atoms("1"), BIDIRECTIONAL);
    expect(() => evaluation.selection(indices)).toThrow("internal");
    expect(() => evaluation.sequence(all)).toThrow("internal");
  });
});

test("nodes made after the evaluation began can be asked for", () => {
  const { builder, indices, constant, map } = start();
  const evaluation = createEvaluation(builder.graph, atoms("1 2"), BIDIRECTIONAL);
  expect(evaluation.sequence(indices)).toMatchObject({ type: "int" });
  const half = map("/", indices, constant("2"));
  expect(evaluation.sequence(half)).toMatchObject({ type: "float" });
});

test("a chain of 100,000 nodes does not overflow the stack", () => {
  const { builder, indices, constant, map } = start();
  let node = indices;
  for (let i = 0; i < 50_000; i++) node = map("-", map("+", node, constant("3")), constant("2"));
  expect(run(builder, node, "'a 'b")).toBe("[50000, 50001] (ints)");
});
