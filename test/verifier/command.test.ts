/** `rasp verify` as a function: reports, statuses, and other programs. */
import { describe, expect, test } from "vitest";
import type { Source } from "../../language/source.ts";
import { compile } from "../../commands/compile/compile.ts";
import type { Options } from "../../compiler/settings/request.ts";
import { printProof } from "../../commands/verify/proof.ts";
import { verify } from "../../commands/verify/verify.ts";
import { serialise } from "../../runtime/file/serialise.ts";
import { request, weights } from "../commands/helpers.ts";

const header = '#: vocabulary "abc"\n#: max-length 4\n';
const reverse = `${header}flipped = aggregate(select(indices, length - 1 - indices, ==), tokens);`;

function written(text: string, options: Options = {}): Source {
  const { compiled } = compile(request(text, options));
  if (compiled === null) throw new Error("refused");
  return { name: "program.weights.json", text: compiled.text };
}

test("a compiled model is proved, for all inputs there are", () => {
  const { status, report, diagnostics } = verify(written(reverse), null);
  expect(diagnostics).toEqual([]);
  expect({ status, ...report }).toMatchObject({
    status: 0,
    proved: true,
    against: null,
    certified: true,
    partial: false,
    inputs: String(3 + 9 + 27 + 81),
    failures: [],
  });
  expect(report.found?.heads.map(({ leastScoreGap }) => leastScoreGap)).not.toEqual([]);
  expect(report.found?.outputs).toEqual([{ name: "flipped", leastMargin: 0.5 }]);
});

describe("how it was proved", () => {
  const file = written(reverse);
  test("is left out where nobody asks", () => {
    expect(verify(file, null).report).not.toHaveProperty("steps");
  });
  test("is in the report, and in words", () => {
    const { report } = verify(file, null, { explain: true });
    expect(report.steps).toContainEqual({
      half: 3,
      rule: "one code",
      fact: "channel",
      of: "dimension",
      subject: "dimension 6",
      features: ["flipped"],
      line: 3,
    });
    const words = printProof(report.steps ?? []);
    expect(words).toMatch(
      /^layer 1 attention\n(?: .*\n)* {2}dimension \d+ → `flipped` \(line 3\)\n {4}channel: one code\n/mu,
    );
    expect(words).toMatch(/^outputs\n {2}flipped\n {4}output: greatest logit\n/mu);
    expect(words).toMatch(/^why\n(?: .*\n)* {2}one code: All keys but one/mu);
  });
});

describe("against a program", () => {
  test.each([
    ["its own", reverse, true],
    ["its own, written otherwise", `${reverse.replaceAll("flipped", "other")}\nflipped = other;`, true],
    ["with another constant", reverse.replace("length - 1", "length - 2"), false],
    ["with another selector", reverse.replace("==", "<="), false],
    ["with another output name", reverse.replaceAll("flipped", "other"), false],
    ["causal", `#: causal\n${reverse}`, false],
  ])("%s", (_name, text, isSame) => {
    const { status, report } = verify(written(reverse), request(text));
    expect({ status, proved: report.proved }).toEqual({ status: isSame ? 0 : 1, proved: isSame });
    expect(report.failures.map(({ verdict }) => verdict)).toEqual(isSame ? [] : ["wrong"]);
  });
  test("a causal model of a causal program", () => {
    const text = `${header}seen = selector_width(select(tokens, tokens, ==));`;
    const file = written(text, { causal: true });
    expect(verify(file, request(text)).status).toBe(1);
    expect(verify(file, request(text, { causal: true })).status).toBe(0);
    expect(verify(file, request(`#: causal\n${text}`)).status).toBe(0);
  });
  test("a program with mistakes", () => {
    expect(verify(written(reverse), request("flipped = lenght;"))).toMatchObject({
      status: 1,
      diagnostics: [{ code: "unknown-name" }],
    });
  });
});

describe("files that are not proved", () => {
  test("a damaged one", () => {
    const { text } = written(reverse);
    const damaged = text.replace('"leastScoreGap":128', '"leastScoreGap":256');
    expect(damaged).not.toBe(text);
    expect(verify({ name: "x.weights.json", text: damaged }, null)).toMatchObject({
      status: 2,
      report: { proved: false, found: null },
      diagnostics: [{ code: "bad-model" }],
    });
  });
  test("one that claims more", () => {
    const { compiled } = compile(request(reverse));
    if (compiled === null) throw new Error("refused");
    const { contentHash: _, ...model } = compiled.model;
    const heads = model.certificate.heads.map((head) => ({ ...head, leastScoreGap: 1000 }));
    const text = serialise({ ...model, certificate: { ...model.certificate, heads } });
    const { status, report, diagnostics } = verify({ name: "x.weights.json", text }, null);
    expect({ status, codes: diagnostics.map(({ code }) => code) }).toMatchObject({ status: 1 });
    expect(new Set(report.failures.map(({ verdict }) => verdict))).toEqual(new Set(["overstated"]));
  });
  test("one that states nothing", () => {
    expect(verify(weights("copies"), null)).toMatchObject({
      status: 1,
      report: { proved: false, failures: [{ verdict: "unproved", place: "circuit.statement" }] },
    });
  });
});

describe("against a program of its own tokens and length", () => {
  const program = "#: vocabulary [1, 2]\n#: max-length 4\nx = length - indices;";
  const source = { name: "program.rasp", text: program };
  const modelFor = (
    options: Parameters<typeof compile>[0]["options"],
  ): { readonly name: string; readonly text: string } => {
    const { compiled } = compile({ source, ...(options === undefined ? {} : { options }) });
    return { name: "model.json", text: compiled?.text ?? "" };
  };

  test("tokens of another type are other tokens", () => {
    const { report } = verify(modelFor({ vocabulary: "[1.0, 2.0]" }), { source });
    expect(report.proved).toBe(false);
    expect(report.failures[0]?.message).toBe(
      "the program takes the int 1 for a token, and the model does not",
    );
  });

  test("a program that names none is read over the model's, types included", () => {
    const bare = { name: "program.rasp", text: "x = length - indices;" };
    expect(verify(modelFor({ vocabulary: "[1.0, 2.0]" }), { source: bare }).report.proved).toBe(true);
  });

  test("a shorter model is of fewer inputs than the program asks for", () => {
    const { report } = verify(modelFor({ maxLength: 3 }), { source });
    expect(report).toMatchObject({ proved: true, maxLength: { model: 3, program: 4 } });
  });
});
