/** `rasp verify`, for people: what was proved, for how many inputs, and how nearly it would have failed. */
import { sourceAt, type Command } from "../shared/command.ts";
import { printProof } from "./proof.ts";
import { verify, type VerifyReport } from "./verify.ts";

export const command: Command = {
  perform: (call, host) => {
    const against = call.against === null ? null : host.requestFor(call.against);
    const { explain = false, quiet = false } = call.flags;
    const outcome = verify(sourceAt(call, 0), against, { explain });
    const { proved, steps } = outcome.report;
    const proof = steps === undefined ? [] : [printProof(steps)];
    const verified = proved && !quiet ? [printVerified(outcome.report)] : [];
    return { ...outcome, text: [...proof, ...verified].join("\n") };
  },
};

function printVerified({
  model,
  against,
  certified,
  partial,
  inputs,
  maxLength,
  found,
}: VerifyReport): string {
  const least = (numbers: readonly number[]): number => numbers.reduce((a, b) => Math.min(a, b), Infinity);
  const figures = [
    ["score gap", least(found?.heads.map(({ leastScoreGap }) => leastScoreGap) ?? [])],
    ["step margin", least(found?.neuronGroups.map(({ leastMargin }) => leastMargin) ?? [])],
    ["output margin", least(found?.outputs.map(({ leastMargin }) => leastMargin) ?? [])],
  ] as const;
  const said = figures.flatMap(([name, figure]) =>
    Number.isFinite(figure) ? [`least ${name} ${String(Number(figure.toPrecision(6)))}`] : [],
  );
  const of = against === null ? "the program that it states" : against;
  const under = certified === "conditional" ? ", under the assumptions that it states" : "";
  const where = partial ? " that give the program a value" : "";
  const { model: longest = 0, program: asked = null } = maxLength ?? {};
  const short = asked !== null && asked > longest;
  const less = short
    ? `, which are no longer than ${String(longest)}: the program asks for ${String(asked)}`
    : "";
  const margins = said.length === 0 ? "" : ` (${said.join(", ")})`;
  return `${model}: proved to compute ${of} on all ${countOfInputs(inputs ?? "0")} inputs${where}${less}${under}${margins}\n`;
}

function countOfInputs(digits: string): string {
  if (digits.length <= 15) return Number(digits).toLocaleString("en-US");
  return `${digits[0] ?? ""}.${digits[1] ?? ""}e${String(digits.length - 1)}`;
}
