/** Equal atoms of a vocabulary are found, however many there are. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { equalityKey, equalPairs, finderOf } from "../../runtime/atoms.ts";
import type { ModelAtom } from "../../runtime/model.ts";

const atom: fc.Arbitrary<ModelAtom> = fc.oneof(
  fc.record({
    type: fc.constantFrom("int" as const, "float" as const),
    value: fc.oneof(fc.integer({ min: -3, max: 3 }), fc.constantFrom(-0, 2 ** 32, 2 ** 40, 2 ** 53)),
  }),
  fc.record({ type: fc.constant("float" as const), value: fc.double({ noNaN: true, min: -2, max: 2 }) }),
  fc.record({ type: fc.constant("bool" as const), value: fc.boolean() }),
  fc.record({ type: fc.constant("string" as const), value: fc.string({ maxLength: 2 }) }),
);

test("each pair is of equal atoms, the first before the second; without pairs no two are equal", () => {
  fc.assert(
    fc.property(fc.array(atom, { maxLength: 30 }), (atoms) => {
      const keys = atoms.map(equalityKey);
      const pairs = equalPairs(atoms);
      for (const [first, second] of pairs) {
        expect(first).toBe(keys.indexOf(keys[second] ?? ""));
        expect(first).toBeLessThan(second);
      }
      expect(pairs.length > 0).toBe(new Set(keys).size < keys.length);
    }),
    { numRuns: 1_000 },
  );
});

test("among a hundred thousand too", () => {
  const atoms = Array.from({ length: 100_000 }, (_, i): ModelAtom => ({ type: "string", value: `${i}` }));
  expect(equalPairs(atoms)).toEqual([]);
  expect(equalPairs([...atoms, { type: "string", value: "777" }])).toEqual([[777, 100_000]]);
});

test("an atom is found in a few and in many", () => {
  const some: readonly ModelAtom[] = [
    { type: "string", value: "1" },
    { type: "int", value: 1 },
    { type: "float", value: 0.5 },
  ];
  const more = Array.from({ length: 100_000 }, (_, i): ModelAtom => ({ type: "string", value: `x${i}` }));
  for (const atoms of [some, [...some, ...more]]) {
    const find = finderOf(atoms);
    expect(find({ type: "string", value: "1" })).toBe(0);
    expect(find({ type: "bool", value: true })).toBe(1);
    expect(find({ type: "float", value: 0.5 })).toBe(2);
    expect(find({ type: "int", value: 2 })).toBeUndefined();
  }
});
