/** The certificate is computed from the finished circuit: a circuit that breaks one of its bounds is not certified. */
import { describe, expect, test } from "vitest";
import type { Shortfall } from "../../compiler/assembly/certify.ts";
import { certify } from "../../compiler/assembly/certify.ts";
import { assemble } from "../../compiler/assembly/assemble.ts";
import type { Circuit, Feature } from "../../compiler/lowering/circuit/circuit.ts";
import { lower } from "../../compiler/lowering/lower.ts";
import { elaborateReading, read } from "../../compiler/frontend.ts";
import { chooseTarget } from "../../compiler/settings/target.ts";
import { withHeader } from "./examine.ts";

const text = withHeader(`#: max-length 12
  same = selector_width(select(tokens, tokens, ==));
  sum = aggregate(select(indices, indices, <=), {"a": 2, "b": 7}[tokens]) * (indices + 1);
  x = 2 * same + 1 if sum % 3 < 1 else same;`);

interface Changes {
  readonly circuit?: (circuit: Circuit) => Circuit;
  readonly maxLength?: number;
}

/** Why the program's circuit, changed, is not certified. */
function shortfalls({ circuit: change = (same) => same, maxLength = 12 }: Changes): readonly Shortfall[] {
  const reading = read({ source: { name: "program.rasp", text } });
  const targeted = chooseTarget(reading, elaborateReading(reading));
  if (targeted.kind === "refused") throw new Error("the program is refused");
  const { program, outputs, space } = targeted.target;
  const settings = { ...space, causal: false, precision: "float32" } as const;
  const lowered = lower({ graph: program.graph, ...settings }, outputs);
  if (lowered.kind === "refused") throw new Error(lowered.diagnostic.message);
  const circuit = change(lowered.circuit);
  const assembled = assemble(circuit, { ...settings, layout: "named", partial: false });
  if (assembled === null) throw new Error("too many weights");
  return certify(circuit, assembled, { maxLength, precision: "float32", assumptions: [] }).shortfalls;
}

function changeFeatures(change: (feature: Feature) => Feature): Changes {
  return { circuit: (circuit) => ({ ...circuit, features: circuit.features.map(change) }) };
}

/** What is marked in the program. */
function marked({ span }: Shortfall): string {
  return text.slice(span?.start, span?.end);
}

test("the circuit as it is has no shortfall", () => {
  expect(shortfalls({})).toEqual([]);
});

describe("counting channels", () => {
  test("that sum over more keys than their ratio was made for", () => {
    const [first] = shortfalls({ maxLength: 3000 });
    expect(first?.reason).toMatch(/a sum over up to 3,000 keys may be off by \d\.\d+/);
    expect(marked(first!)).toMatch(/^(selector_width|aggregate)/);
  });

  test("of values so large that rounding reaches half of one", () => {
    const times = (factor: number): Changes =>
      changeFeatures((feature) => {
        if (feature.kind !== "channel") return feature;
        const contributions = feature.contributions.map((part) => {
          return { ...part, value: { constant: factor, terms: [] } };
        });
        return { ...feature, contributions };
      });
    // 12 keys: 2^k · (12 · 9 + 3/8 · 13²) units of 2^−24.
    expect(shortfalls(times(2 ** 15))).toEqual([]);
    const [first] = shortfalls(times(2 ** 16));
    expect(first?.reason).toMatch(/may be off by 0\.\d+, and must be by less than 0\.5/);
  });

  test("that leave the binade of their offset", () => {
    const wide = changeFeatures((feature) =>
      feature.kind === "channel" ? { ...feature, greatest: 2 ** 22 } : feature,
    );
    const reasons = shortfalls(wide).map(({ reason }) => reason);
    expect(reasons).toContainEqual(expect.stringMatching(/sum reaches 4,194,304 steps/));
  });
});

describe("other bounds name what they are about", () => {
  test.each<[string, Changes, RegExp, RegExp]>([
    [
      "activations",
      changeFeatures((feature) =>
        feature.kind === "table" ? { ...feature, greatestSum: 2 ** 24 } : feature,
      ),
      /activations add up to 16,777,216/,
      /same|sum/,
    ],
    [
      "pre-activations",
      {
        circuit: (circuit) => ({
          ...circuit,
          neurons: circuit.neurons.map((neuron) => ({
            ...neuron,
            preactivation: { ...neuron.preactivation, constant: -(2 ** 25) },
          })),
        }),
      },
      /pre-activations reach [\d,]{10,}/,
      /same|sum/,
    ],
    [
      "scores",
      {
        circuit: (circuit) => ({
          ...circuit,
          heads: circuit.heads.map((head) => ({
            ...head,
            keyPenalty: { ...head.keyPenalty, constant: 2 ** 24 },
          })),
        }),
      },
      /the score of a key reaches 16,777,\d{3}/,
      /select|aggregate/,
    ],
    [
      "logits",
      {
        circuit: (circuit) => ({
          ...circuit,
          outputs: circuit.outputs.map((output) => ({
            ...output,
            reading: { ...output.reading, constant: 2 ** 24 },
          })),
        }),
      },
      /its logits add up terms of [\d,]+/,
      /same|sum/,
    ],
  ])("%s", (_, changes, reason, at) => {
    const found = shortfalls(changes).find((each) => reason.test(each.reason));
    expect(found).toBeDefined();
    expect(marked(found!)).toMatch(at);
  });
});
