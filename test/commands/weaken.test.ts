import { expect, test } from "vitest";
import { compile } from "../../commands/compile/compile.ts";
import { compile as compileProgram } from "../../compiler/compile.ts";
import type { Engines } from "../../compiler/engines.ts";
import { createInterpreter } from "../../interpreter/evaluate.ts";
import { verifyModel } from "../../verifier/verify.ts";

test("a margin that is proved to be smaller is claimed to be as small", () => {
  // The compiler rules out more of what the mean and its row can be together than the checker does.
  const text = `#: vocabulary [0]
#: max-length 6
#: output answer
marked = indicator(indices == 1);
x = average(marked) + aggregate(select(indices, indices, <), indices / 2, -1.0);
answer = 2 - average(x);`;
  const { compiled, diagnostics } = compile({ source: { name: "margin.rasp", text } });
  expect(diagnostics).toEqual([]);
  if (compiled === null) throw new Error("not compiled");
  const [claim] = compiled.model.certificate.outputs;
  const { figures, findings } = verifyModel(compiled.model);
  expect(findings).toEqual([]);
  expect(claim?.leastMargin).toBeGreaterThan(0);
  expect(claim?.leastMargin).toBeLessThanOrEqual(figures.outputs[0]?.leastMargin ?? 0);
});

test("a model without a proof claims nothing, whatever the compiler believes", () => {
  const source = { name: "program.rasp", text: '#: vocabulary "ab"\n#: max-length 3\nx = length - indices;' };
  const finding = { verdict: "unproved", place: "layer 0 head 0", message: "it is too much" } as const;
  const engines: Engines = {
    interpret: createInterpreter,
    verify: () => ({
      proved: false,
      findings: [finding],
      figures: { heads: [], neuronGroups: [], features: [], outputs: [] },
    }),
  };
  const built = compileProgram({ source }, engines);
  const certificate = built.kind === "compiled" ? built.model.certificate : null;
  expect(certificate?.certified).toBe(false);
  expect(certificate?.assumptions).toEqual(["the checker found no proof: at layer 0 head 0, it is too much"]);
  expect(certificate?.summary).toMatch(/^not certified in float32/);
});
