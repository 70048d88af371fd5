import { expect, test } from "vitest";
import { compile } from "../../commands/compile/compile.ts";
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
