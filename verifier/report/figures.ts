/** What a proof finds of heads, neurons, features and outputs, in a certificate's terms. */

/** Collected as the proof goes. */
export interface Figures {
  readonly heads: { layer: number; head: number; leastScoreGap: number; greatestScore: number }[];
  readonly neuronGroups: { layer: number; name: string; leastMargin: number; greatestSum: number }[];
  readonly features: { name: string; least: number; greatest: number; error: number }[];
  readonly outputs: { name: string; leastMargin: number }[];
}
