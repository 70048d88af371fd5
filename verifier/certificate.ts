/** Compares a certificate with what was found: it may claim less, not more. */
import type { Model, ModelCertificate } from "../runtime/model.ts";
import type { Figures } from "./report/figures.ts";
import type { Finding } from "./report/finding.ts";

export function compareCertificate(
  certificate: ModelCertificate,
  figures: Figures,
  { config }: Pick<Model, "config">,
): readonly Finding[] {
  const findings: Finding[] = [];
  const claim = (place: string, what: string, claimed: number, found: number, holds: boolean): void => {
    if (holds) return;
    const message = `the file claims ${what} of ${String(claimed)}, and ${String(found)} is proved`;
    findings.push({ verdict: "overstated", place, message });
  };
  if (certificate.precision !== config.precision || certificate.maxLength !== config.maxLength) {
    const message = `the file claims it for ${certificate.precision} and length ${String(certificate.maxLength)}`;
    findings.push({ verdict: "overstated", place: "certificate", message });
  }
  for (const { layer, head, leastScoreGap, greatestScore } of certificate.heads) {
    const found = figures.heads.find((own) => own.layer === layer && own.head === head);
    const place = `layer ${String(layer)} head ${String(head)}`;
    const [gap, score] = [found?.leastScoreGap ?? 0, found?.greatestScore ?? Infinity];
    claim(place, "a least score gap", leastScoreGap, gap, leastScoreGap <= gap);
    claim(place, "a greatest score", greatestScore, score, greatestScore >= score);
  }
  for (const { layer, name, leastMargin, greatestSum } of certificate.neuronGroups) {
    const found = figures.neuronGroups.find((own) => own.layer === layer && own.name === name);
    const place = `layer ${String(layer)} neurons of ${name}`;
    const [margin, sum] = [found?.leastMargin ?? 0, found?.greatestSum ?? Infinity];
    claim(place, "a least margin", leastMargin, margin, leastMargin <= margin);
    claim(place, "a greatest sum", greatestSum, sum, greatestSum >= sum);
  }
  for (const { name, least, greatest, error } of certificate.features) {
    const found = figures.features.find((own) => own.name === name);
    // A column that one-hot dimensions carry has none of its own.
    if (found === undefined) continue;
    const place = `feature ${name}`;
    claim(place, "an error", error, found.error, error >= found.error);
    claim(place, "a least value", least, found.least, least - error <= found.least);
    claim(place, "a greatest value", greatest, found.greatest, greatest + error >= found.greatest);
  }
  for (const { name, leastMargin } of certificate.outputs) {
    const found = figures.outputs.find((own) => own.name === name)?.leastMargin ?? 0;
    claim(`output ${name}`, "a least margin", leastMargin, found, leastMargin <= found);
  }
  return findings;
}
