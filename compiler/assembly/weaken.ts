/** Certificates that claim no more than was found of the weights, or nothing where no proof was. */
import type { Figures, Finding } from "../engines.ts";
import { summarise } from "./certify.ts";
import type { Model, ModelCertificate } from "../../runtime/model.ts";
import { seal, type Sealed } from "../../runtime/file/serialise.ts";

/**
 * Bounds of ranges, errors, scores and sums are compared with limits: wider ones that
 * were proved to be within them serve as well, and so do the margins by which outputs
 * were proved to be read. Score gaps and margins of steps stay as they are.
 */
export function weaken(model: Model, figures: Figures): Sealed {
  const { contentHash: _, ...rest } = model;
  return seal({ ...rest, certificate: weakened(model.certificate, figures) });
}

/** A certificate that claims nothing, since no proof was found: whatever the compiler believes. */
export function unclaim(model: Model, { place, message }: Finding): Sealed {
  const { contentHash: _, ...rest } = model;
  const claims: ModelCertificate = {
    ...model.certificate,
    certified: false,
    assumptions: [...model.certificate.assumptions, `the checker found no proof: at ${place}, ${message}`],
  };
  return seal({ ...rest, certificate: { ...claims, summary: summarise(claims) } });
}

function weakened(certificate: ModelCertificate, figures: Figures): ModelCertificate {
  const claims: ModelCertificate = {
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
      return {
        ...claim,
        least: Math.min(claim.least, found.least),
        greatest: Math.max(claim.greatest, found.greatest),
        error: Math.max(claim.error, found.error),
      };
    }),
    outputs: certificate.outputs.map((claim) => {
      const found = figures.outputs.find(({ name }) => name === claim.name);
      return { ...claim, leastMargin: Math.min(claim.leastMargin, found?.leastMargin ?? Infinity) };
    }),
  };
  return { ...claims, summary: summarise(claims) };
}
