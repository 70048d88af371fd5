/** Certificate, weights file and proof as text. */
import type { Sealed } from "../../runtime/file/serialise.ts";
import type { ModelCertificate } from "../../runtime/model.ts";
import type { Checked } from "../engines.ts";
import { section, showNumber, table } from "./text.ts";

export function printCertificate({ summary, assumptions, ...figures }: ModelCertificate): string {
  return [summary, ...section("assumed", assumptions), ...printFigures(figures), ""].join("\n");
}

export function printSealed({ model, text }: Sealed): string {
  const rows = model.features.map(({ name, dimension, meaning, live }) => [
    String(dimension),
    name,
    `half-layers ${String(live.from)} to ${String(live.to)}`,
    meaning === name ? "" : meaning,
  ]);
  return [
    `${text.length.toLocaleString("en-US")} characters, content ${model.contentHash}`,
    ...section("features", table(rows)),
    "",
  ].join("\n");
}

export function printChecked(checked: Checked | null): string {
  if (checked === null) return "nothing is claimed that could be proved\n";
  const findings = checked.findings.map(
    ({ verdict, place, message }) => `${verdict} at ${place}: ${message}`,
  );
  return [
    checked.proved ? "proved anew from the weights" : "not proved",
    ...section("findings", findings),
    ...printFigures(checked.figures),
    "",
  ].join("\n");
}

function printFigures({ heads, neuronGroups, features, outputs }: Checked["figures"]): readonly string[] {
  return [
    ...section(
      "heads",
      heads.map(
        ({ layer, head, leastScoreGap, greatestScore }) =>
          `layer ${String(layer)} head ${String(head)}: scores at least ${showNumber(leastScoreGap)} apart, at most ${showNumber(greatestScore)}`,
      ),
    ),
    ...section(
      "neuron groups",
      neuronGroups.map(
        ({ layer, name, leastMargin, greatestSum }) =>
          `layer ${String(layer)} ${name}: margin ${showNumber(leastMargin)}, sums up to ${showNumber(greatestSum)}`,
      ),
    ),
    ...section(
      "features",
      features.map(
        ({ name, least, greatest, error }) =>
          `${name}: ${showNumber(least)} to ${showNumber(greatest)}${error === 0 ? "" : `, off by at most ${showNumber(error)}`}`,
      ),
    ),
    ...section(
      "outputs",
      outputs.map(({ name, leastMargin }) => `${name}: margin ${showNumber(leastMargin)}`),
    ),
  ];
}
