/** The packed layout: fewer residual dimensions, and in each of them what the named layout holds, bit for bit. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { layOut } from "../../compiler/assembly/layout.ts";
import { pack } from "../../compiler/assembly/pack.ts";
import { add, featureAffine, ZERO, type Affine } from "../../compiler/lowering/circuit/affine.ts";
import { CircuitBuilder } from "../../compiler/lowering/circuit/builder.ts";
import type { Circuit } from "../../compiler/lowering/circuit/circuit.ts";
import { generateProgram } from "../../programs/random/generate.ts";
import { float } from "../../language/atom.ts";
import { planInputs } from "../../commands/inputs/plan.ts";
import { checkModel } from "../../runtime/file/check.ts";
import { forward } from "../../runtime/forward.ts";
import type { ModelFeature } from "../../runtime/model.ts";
import type { Activations } from "../../runtime/matrix.ts";
import type { PreparedModel } from "../../runtime/prepare.ts";
import { tokenise } from "../../runtime/tokenise.ts";
import { programNames } from "../programs/program.ts";
import { examineModel } from "./examine.ts";
import { permute } from "./permute.ts";
import { attempt, compiled, differences, type Options, type Subject } from "./subject.ts";

interface Pair {
  readonly named: Subject;
  readonly packed: Subject;
}

function bothLayouts(text: string, options: Options = {}): Pair {
  return {
    named: compiled(text, { ...options, layout: "named" }),
    packed: compiled(text, { ...options, layout: "packed" }),
  };
}

describe("every program in programs/", () => {
  const sizes = new Map<string, readonly [named: number, packed: number]>();

  test.each(programNames)("%s", (name) => {
    const text = readFileSync(new URL(`../../programs/${name}.rasp`, import.meta.url), "utf8");
    const pair = bothLayouts(text);
    sizes.set(name, [pair.named.model.config.dModel, pair.packed.model.config.dModel]);
    expect(pair.packed.model.config.dModel).toBeLessThanOrEqual(pair.named.model.config.dModel);
    expect(examineModel(pair.packed, { most: 60, fewer: 12 })).toEqual([]);
    expect(firstUnequal(pair, 12)).toBe(null);
  });

  test("most are narrower", () => {
    const narrower = [...sizes].filter(([, [named, packed]]) => packed < named);
    expect(narrower.length).toBeGreaterThan(sizes.size * 0.75);
  });
});

/** Signed counts, means, moved strings and floats, tables of tables: one after the other. */
const chain = `
previous = aggregate(select(indices, indices - 1, ==), tokens, "b");
same = selector_width(select(previous, tokens, ==));
mean = aggregate(select(indices, indices, <=), -1 if tokens == "a" else 1, -0.5);
above = mean > 0.25;
ahead = selector_width(select(same, same, <) and select(above, above, ==));
half = aggregate(select(indices, length - indices - 1, ==), 0.5 if above else -2.25, 7);
rank = selector_width(select(ahead, ahead, <));
last = aggregate(select(rank, length - 1, <=), indices if half > 0 else -indices, -3);`;

describe("chains of all kinds of features", () => {
  const program = `#: vocabulary "abc"\n#: max-length 5\n${chain}`;

  test.each<readonly [string, string, Options]>([
    ["float32", "#: output last", {}],
    ["float64", "#: output last", { precision: "float64" }],
    ["causal", "#: output last\n#: causal", {}],
    ["several outputs", "#: output last, mean, same, half", {}],
  ])("%s", (_, header, options) => {
    const pair = bothLayouts(`${header}\n${program}`, options);
    expect(pair.packed.model.config.dModel).toBeLessThan(pair.named.model.config.dModel);
    expect(examineModel(pair.packed)).toEqual([]);
    expect(firstUnequal(pair, 400)).toBe(null);
  });

  test("means and counts make room for each other", () => {
    const { packed } = bothLayouts(`#: output last\n${program}`);
    const { features } = packed.model;
    const shared = features.filter(({ dimension, name }) =>
      features.some((other) => other.dimension === dimension && other.name !== name),
    );
    expect(shared.length).toBeGreaterThan(6);
    const groups = packed.model.circuit.neuronGroups.filter(({ name }) => name.startsWith("erase "));
    const certified = packed.model.certificate.neuronGroups.filter(({ name }) => name.startsWith("erase "));
    expect(groups.map(({ layer, name }) => ({ layer, name }))).toEqual(
      certified.map(({ layer, name }) => ({ layer, name })),
    );
    const names = new Set(features.map(({ name }) => name));
    for (const { name, reads } of groups) {
      expect(names.has(name.slice("erase ".length))).toBe(true);
      expect(reads).toEqual([name.slice("erase ".length)]);
    }
    const everyNeuron = packed.model.config.dMlp.map((count, layer) => {
      const own = packed.model.circuit.neuronGroups.filter((group) => group.layer === layer);
      return [count, new Set(own.flatMap(({ neurons }) => neurons)).size];
    });
    for (const [count, described] of everyNeuron) expect(described).toBe(count);
  });

  test("where some inputs fail, the other outputs are still right on them", () => {
    // At n = 4 the table for `low` goes on in a straight line, below all its values elsewhere.
    const text = `
#: vocabulary "abc"
#: max-length 4
n = selector_width(select(tokens, tokens, ==));
low = 0 / (4 - n) - n * n;
moved = aggregate(select(indices, indices - 1, ==), low, 0);
more = selector_width(select(n, n, <));
again = selector_width(select(more, more, ==));
last = aggregate(select(again, indices, ==), again, -4);
#: output moved, last`;
    const pair = bothLayouts(text, { partial: true });
    expect(pair.named.model.program.partial).toBe(true);
    expect(pair.packed.model.config.dModel).toBeLessThan(pair.named.model.config.dModel);
    const named = differences(pair.named, { most: 200 });
    expect(named.first).toContain("no value");
    expect(differences(pair.packed, { most: 200 })).toEqual(named);
    expect(firstUnequal(pair, 200)).toBe(null);
  });
});

describe("a slot is reused only where erasing is exact", () => {
  const label = { name: "x", meaning: "x", span: null };
  const score = { bilinear: [], keyPenalty: ZERO, queryPenalty: ZERO, selector: "s", span: null };

  type Source =
    | { readonly column: readonly number[] }
    | { readonly grid: number | null; readonly least: number; readonly greatest: number };

  /** An x, as a column or a channel, that layer 0 is the last to read; a table of layer 0 and a count of layer 1. */
  function circuitOf(source: Source, greatestSum: number, lastGrid: number | null = 1): Circuit {
    const builder = new CircuitBuilder();
    const written = (name: string, layer: number, grid: number | null, value: Affine): Affine => {
      const head = builder.head({ ...score, kind: "count", layer });
      const bounds = name === "x" && "least" in source ? source : { least: 0, greatest: 9 };
      const contribution = { head, value, atBos: 0, coefficient: 1 };
      return featureAffine(builder.channel([contribution], grid, bounds, { ...label, name }));
    };
    const x =
      "column" in source
        ? builder.column("token", source.column, label)
        : written("x", 0, source.grid, featureAffine(builder.bos));
    const range = { least: 0, greatest: 1, greatestSum };
    const neurons = [[builder.neuron(x), 1]] as const;
    const table = featureAffine(builder.table(neurons, range, { ...label, name: "table" }));
    const reading = add(table, written("count", 1, lastGrid, table));
    return builder.circuit([{ name: "out", kind: "readout", reading, values: [], readings: [] }]);
  }

  const small = { column: [0, 1, 4] };
  const signed = { column: [0, 1, -4] };
  const wide = { column: [0, 1, 2 ** 22] };
  const fraction = { column: [0, 1, 0.1] };
  const mean = { grid: 2 ** -8, least: 0, greatest: 2 };
  const signedMean = { grid: 2 ** -8, least: -1, greatest: 2 };
  const count = { grid: 1, least: 0, greatest: 9 };
  const moved = { grid: null, least: -3, greatest: 9 };
  const [float32, float64] = [{ precision: "float32" }, { precision: "float64" }] as const;
  const partial = { precision: "float32", partial: true } as const;

  test.each<
    readonly [
      string,
      Source,
      number,
      { precision: "float32" | "float64"; partial?: boolean },
      heir: string | null,
      low: number | null,
    ]
  >([
    ["a small table follows at once", small, 100, float32, "table", 0],
    ["the table's sum with x is too large", small, 2 ** 24 - 8, float32, "count", 0],
    ["the table's sum with x is just not", small, 2 ** 24 - 9, float32, "table", 0],
    ["it is not too large in float64", small, 2 ** 24 - 8, float64, "table", 0],
    ["numbers below 0", signed, 100, float32, "table", -4],
    ["fractions are not summed with others", fraction, 100, float32, "count", 0],
    ["numbers that leave the offset's binade", wide, 2 ** 24, float32, null, null],
    ["numbers that do not in float64", wide, 2 ** 53, float64, "count", 0],
    ["a mean never below 0", mean, 100, float32, "table", 0],
    ["a mean that may fall short of its bound", signedMean, 100, float32, "table", null],
    ["a mean's small steps make sums too large", mean, 2 ** 16 - 4, float32, "count", 0],
    ["a mean's small steps just do not", mean, 2 ** 16 - 5, float32, "table", 0],
    ["a count", count, 100, float32, "table", 0],
    ["a moved value", moved, 100, float32, "table", -3],
    ["where inputs fail, a column is what it is", small, 100, partial, "table", 0],
    ["where inputs fail, a count has no bounds", count, 100, partial, null, null],
  ])("%s", (_, source, greatestSum, settings, heir, low) => {
    const circuit = circuitOf(source, greatestSum);
    const vocabulary = ("column" in source ? source.column : [0]).map(float);
    const options = { vocabulary, maxLength: 4, partial: false, ...settings };
    const named = layOut(circuit, options);
    const packed = pack(circuit, named, options);
    const slot = packed.dimensions.find(({ name }) => name === "x")?.slot;
    const heirs = packed.dimensions.filter((other) => other.slot === slot && other.name !== "x");
    expect(heirs.map(({ name }) => name)).toEqual(heir === null ? [] : [heir]);
    expect(packed.size).toBe(heir === null ? named.size : named.size - 1);
    expect(packed.erasures.map((erasure) => erasure.low)).toEqual(heir === null ? [] : [low]);
  });

  test("where inputs fail, a moved value is erased whatever it is", () => {
    const options = { vocabulary: [float(0)], maxLength: 4, precision: "float32", partial: true } as const;
    const circuit = circuitOf(moved, 100, null);
    const packed = pack(circuit, layOut(circuit, options), options);
    expect(packed.erasures.map(({ dimension, low }) => [dimension.name, low])).toEqual([["x", null]]);
  });
});

test.each([
  ["float32", 1],
  ["float64", 2],
] as const)("random programs, %s", (precision, kind) => {
  const problems: string[] = [];
  let narrower = 0;
  for (let seed = 0; seed < 40; seed++) {
    const { text } = generateProgram(1000 * kind + seed, 1 + (seed % 6));
    const named = attempt(text, { precision });
    const packed = attempt(text, { precision, layout: "packed" });
    if (named.kind !== packed.kind) problems.push(`${named.kind} and ${packed.kind}: ${text}`);
    if (named.kind === "refused" || packed.kind === "refused") continue;
    const pair = { named: named.subject, packed: packed.subject };
    const [wide, narrow] = [named, packed].map(({ subject }) => subject.model.config.dModel);
    if ((narrow ?? 0) < (wide ?? 0)) narrower += 1;
    const permuted = { most: 10, model: permute(pair.packed.model, seed), padding: 1 };
    const found = [
      firstUnequal(pair, 20),
      differences(pair.packed, { most: 40 }).first,
      differences(pair.packed, permuted).first,
    ];
    problems.push(...found.flatMap((problem) => (problem === null ? [] : [`${problem}: ${text}`])));
  }
  expect(problems).toEqual([]);
  expect(narrower).toBeGreaterThan(15);
});

describe("a file in which two features hold one dimension at once", () => {
  const { model } = compiled('#: vocabulary "ab"\n#: max-length 3\nx = length;', { layout: "packed" });

  test.each<readonly [string, ModelFeature["live"], boolean]>([
    ["both to the end", { from: 0, to: 2 }, false],
    ["one inside the other", { from: 1, to: 1 }, false],
    ["one after the other", { from: 2, to: 2 }, true],
  ])("%s", (_, live, valid) => {
    const [first] = model.features;
    if (first === undefined) throw new Error("no features");
    const until = { ...first, live: { from: 0, to: 2 } };
    const features = [until, ...model.features.slice(1), { ...first, name: "another", live }];
    const problems = checkModel({ ...model, features });
    const expected = `dimension ${String(first.dimension)} still holds "${first.name}"`;
    expect(problems.map(({ message }) => message)).toEqual(valid ? [] : [expected]);
  });
});

/**
 * The first feature that the packed model does not hold as the named one does,
 * at some position, BOS and PAD among them, while it is in use.
 */
function firstUnequal({ named, packed }: Pair, most: number): string | null {
  const places = new Map(named.model.features.map((feature) => [feature.name, feature.dimension]));
  const plan = planInputs(named.target.space, { limit: most, samples: most, seed: 3 });
  for (const input of plan.inputs()) {
    const tokens = tokenise(named.prepared, input);
    if ("problem" in tokens) throw new Error(tokens.message);
    const { maxLength } = named.model.config;
    const padding = Math.min(2, maxLength - input.length);
    const tokenIds = [...tokens, ...Array.from({ length: padding }, () => named.model.tokenizer.pad)];
    const [wanted, found] = [states(named.prepared, tokenIds), states(packed.prepared, tokenIds)];
    for (const { name, dimension, live } of packed.model.features) {
      const place = places.get(name);
      if (place === undefined) return `${name} is new`;
      // Its last reader reads what the half-layer before it left.
      for (let time = live.from; time <= Math.max(live.from, live.to - 1); time++) {
        for (let position = 0; position < tokenIds.length; position++) {
          const left = wanted[time]?.[position * named.model.config.dModel + place];
          const right = found[time]?.[position * packed.model.config.dModel + dimension];
          if (left === undefined || !Object.is(right, left)) {
            const at = `half-layer ${String(time)} position ${String(position)}`;
            return `${name} at ${at} is ${String(left)}, packed ${String(right)}`;
          }
        }
      }
    }
  }
  return null;
}

/** The residual stream after each half-layer, the embedding first. */
function states(prepared: PreparedModel, tokenIds: readonly number[]): readonly Activations[] {
  const seen: Activations[] = [];
  const end = forward(prepared, tokenIds, (name, values) => {
    if (/^blocks\.0\.hook_resid_pre$|hook_resid_(mid|post)$/.test(name)) seen.push(values);
  });
  return seen.length === 0 ? [end] : seen;
}
