/** Bounds of affine expressions, from the bounds of the features they read. */
import type { Affine } from "./affine.ts";
import type { Feature } from "./circuit.ts";

type Features = readonly Feature[];

function featureOf(features: Features, id: number): Feature {
  const feature = features[id];
  if (feature === undefined) throw new Error(`internal: no feature ${String(id)}`);
  return feature;
}

/** The expression's value at BOS: the same for every input. */
export function valueAtBos(features: Features, affine: Affine): number {
  return affine.terms.reduce((sum, [id, c]) => sum + c * featureOf(features, id).atBos, affine.constant);
}

/** Bounds at real positions. */
export function rangeOf(
  features: Features,
  affine: Affine,
): { readonly least: number; readonly greatest: number } {
  let least = affine.constant;
  let greatest = affine.constant;
  for (const [id, c] of affine.terms) {
    const feature = featureOf(features, id);
    least += Math.min(c * feature.least, c * feature.greatest);
    greatest += Math.max(c * feature.least, c * feature.greatest);
  }
  return { least, greatest };
}

/** Bound on the magnitude at real positions. */
export function magnitudeOf(features: Features, affine: Affine): number {
  const { least, greatest } = rangeOf(features, affine);
  return Math.max(Math.abs(least), Math.abs(greatest));
}

/** Bound on the magnitude at any position, BOS and PAD among them. */
export function reachOf(features: Features, affine: Affine): number {
  return affine.terms.reduce(
    (sum, [id, c]) => sum + Math.abs(c) * featureOf(features, id).reach,
    Math.abs(affine.constant),
  );
}

/**
 * Bound on Σ |term| at real positions, in units in which all terms are integers:
 * below the precision's limit the expression is exact in any order of summation.
 */
export function termsOf(features: Features, affine: Affine): number {
  const sum = affine.terms.reduce((total, [id, c]) => {
    const { least, greatest } = featureOf(features, id);
    return total + Math.abs(c) * Math.max(Math.abs(least), Math.abs(greatest));
  }, Math.abs(affine.constant));
  return sum * (affine.terms.every(([, c]) => Number.isInteger(c)) ? 1 : SLOPE_UNITS);
}

/** Slopes of affine parts are multiples of 1 / SLOPE_UNITS, so that products stay exact. */
export const SLOPE_UNITS = 64;
