/** Affine expressions over features: what costs nothing, because whoever reads it folds it into its weights. */

/** Index of a feature in the circuit. */
export type FeatureId = number;

/** constant + Σ coefficient · feature; terms are sorted by feature and have no zero coefficient. */
export interface Affine {
  readonly constant: number;
  readonly terms: readonly (readonly [FeatureId, number])[];
}

export const ZERO: Affine = { constant: 0, terms: [] };

export function constantAffine(constant: number): Affine {
  return { constant, terms: [] };
}

export function featureAffine(feature: FeatureId): Affine {
  return { constant: 0, terms: [[feature, 1]] };
}

/** Σ factor · part. */
export function combine(parts: readonly (readonly [number, Affine])[]): Affine {
  let constant = 0;
  const coefficients = new Map<FeatureId, number>();
  for (const [factor, part] of parts) {
    constant += factor * part.constant;
    for (const [feature, coefficient] of part.terms) {
      coefficients.set(feature, (coefficients.get(feature) ?? 0) + factor * coefficient);
    }
  }
  const terms = [...coefficients].filter(([, c]) => c !== 0).toSorted(([a], [b]) => a - b);
  return { constant, terms };
}

export function add(left: Affine, right: Affine): Affine {
  return combine([
    [1, left],
    [1, right],
  ]);
}

export function scale(factor: number, affine: Affine): Affine {
  return combine([[factor, affine]]);
}

export function shift(affine: Affine, by: number): Affine {
  return { constant: affine.constant + by, terms: affine.terms };
}

export function isConstant(affine: Affine): boolean {
  return affine.terms.length === 0;
}

/** Equal for equal expressions. */
export function affineKey(affine: Affine): string {
  return `${String(affine.constant)}|${termsKey(affine.terms)}`;
}

export function termsKey(terms: Affine["terms"]): string {
  return terms.map(([feature, coefficient]) => `${String(feature)}*${String(coefficient)}`).join("|");
}
