/** `rasp verify`, for people: what was proved, for how many inputs, and how nearly it would have failed. */
import { sourceAt, type Command } from "../shared/command.ts";
import { verify, type VerifyReport } from "./verify.ts";

export const command: Command = {
  perform: (call, host) => {
    const against = call.against === null ? null : host.requestFor(call.against);
    const outcome = verify(sourceAt(call, 0), against);
    const isSaid = outcome.report.proved && call.flags.quiet !== true;
    return { ...outcome, text: isSaid ? printVerified(outcome.report) : "" };
  },
};

function printVerified({ model, against, certified, partial, inputs, found }: VerifyReport): string {
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
  const margins = said.length === 0 ? "" : ` (${said.join(", ")})`;
  return `${model}: proved to compute ${of} on all ${countOfInputs(inputs ?? "0")} inputs${where}${under}${margins}\n`;
}

function countOfInputs(digits: string): string {
  if (digits.length <= 15) return Number(digits).toLocaleString("en-US");
  return `${digits[0] ?? ""}.${digits[1] ?? ""}e${String(digits.length - 1)}`;
}
