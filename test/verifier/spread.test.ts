/** Laying tables out over more variables, against one tuple at a time. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { Variable } from "../../verifier/state/variables.ts";
import { Domain } from "../../verifier/state/domain.ts";
import { placesAt, statesOf } from "../../verifier/state/variables.ts";
import { bytes, keepBoth, spread } from "../../verifier/state/spread.ts";

/** Some variables, and which of them a table is over. */
const layouts = fc.array(fc.tuple(fc.integer({ min: 1, max: 9 }), fc.boolean()), {
  minLength: 1,
  maxLength: 4,
});

function variablesOf(sizes: readonly number[]): readonly Variable[] {
  const domain = new Domain();
  return sizes.map((size, i) => domain.variable(`v${String(i)}`, new Float64Array(size)));
}

/** The place of a tuple's part, one state after the other. */
function placeOf(own: readonly Variable[], joint: readonly Variable[], tuple: number): number {
  const states = statesOf(joint, tuple);
  return own.reduce((place, variable) => place * variable.size + states[joint.indexOf(variable)]!, 0);
}

test("a cell for each tuple: that of its part", () => {
  fc.assert(
    fc.property(layouts, (layout) => {
      const joint = variablesOf(layout.map(([size]) => size));
      const own = joint.filter((_, i) => layout[i]?.[1] === true);
      const [ownSize, size] = [own, joint].map((list) => list.reduce((all, each) => all * each.size, 1));
      const cells = Int32Array.from({ length: ownSize ?? 1 }, (_, i) => 7 * i + 1);
      const tuples = Int32Array.from({ length: size ?? 1 }, (_, i) => i);
      const wanted = tuples.map((tuple) => cells[placeOf(own, joint, tuple)]!);
      expect(spread(cells, own, joint)).toEqual(wanted);
      expect(spread(Float64Array.from(cells), own, joint)).toEqual(Float64Array.from(wanted));
      expect(placesAt(own, joint, tuples)).toEqual(tuples.map((tuple) => placeOf(own, joint, tuple)));
    }),
  );
});

test("masks keep what both allow, four cells at a time or one", () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(1), fc.nat(1)), { maxLength: 40 }),
      fc.boolean(),
      (pairs, isPadded) => {
        const [into, other] = [
          bytes(pairs.length),
          isPadded ? bytes(pairs.length) : new Uint8Array(pairs.length),
        ];
        into.set(pairs.map(([a]) => a));
        other.set(pairs.map(([, b]) => b));
        keepBoth(into, other);
        expect([...into]).toEqual(pairs.map(([a, b]) => a & b));
      },
    ),
  );
});

test("a mask is the same until more is ruled out", () => {
  const domain = new Domain();
  const variable = (size: number): Variable => domain.variable("v", new Float64Array(size));
  const [a, b, c] = [variable(3), variable(4), variable(5)];
  domain.constrain(a, b, (one, two) => one <= two);
  const [before, other] = [domain.mask([a, b, c]), domain.mask([a, c])];
  expect(domain.mask([a, b, c])).toBe(before);
  domain.constrain(c, b, (one, two) => one !== two);
  const after = domain.mask([a, b, c]);
  expect(after).not.toBe(before);
  expect(domain.mask([a, c])).toBe(other);
  const allowed = Array.from(after ?? [], (_, tuple) => {
    const [one = 0, two = 0, three = 0] = statesOf([a, b, c], tuple);
    return one <= two && three !== two ? 1 : 0;
  });
  expect([...(after ?? [])]).toEqual(allowed);
});
