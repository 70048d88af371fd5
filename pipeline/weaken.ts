/** A certificate that claims no more than was found of the weights. */
import { loadModel } from "../runtime/load.ts";
import type { Model, ModelCertificate } from "../runtime/model.ts";
import { serialise } from "../runtime/serialise.ts";
import type { Figures } from "../verifier/certificate.ts";

/**
 * Bounds of ranges, scores and sums are compared with limits: wider ones that were
 * proved to be within them serve as well. Gaps and margins stay as they are.
 */
export function weaken(model: Model, figures: Figures): { readonly model: Model; readonly text: string } {
  const { contentHash: _, ...rest } = model;
  const text = serialise({ ...rest, certificate: weakened(model.certificate, figures) });
  const loaded = loadModel(text);
  if ("problems" in loaded) throw new Error(`internal: ${loaded.problems[0]?.message ?? ""}`);
  return { model: loaded.model, text };
}

function weakened(certificate: ModelCertificate, figures: Figures): ModelCertificate {
  return {
    ...certificate,
    heads: certificate.heads.map((claim) => {
      const found = figures.heads.find(({ layer, head }) => layer === claim.layer && head === claim.head);
      return { ...claim, greatestScore: Math.max(claim.greatestScore, found?.greatestScore ?? 0) };
    }),
    neuronGroups: certificate.neuronGroups.map((claim) => {
      const found = figures.neuronGroups.find(
        ({ layer, name }) => layer === claim.layer && name === claim.name,
      );
      return { ...claim, greatestSum: Math.max(claim.greatestSum, found?.greatestSum ?? 0) };
    }),
    features: certificate.features.map((claim) => {
      const found = figures.features.find(({ name }) => name === claim.name);
      if (found === undefined) return claim;
      const least = Math.min(claim.least, found.least);
      return { ...claim, least, greatest: Math.max(claim.greatest, found.greatest) };
    }),
  };
}
