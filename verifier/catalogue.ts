/**
 * All rules that a proof may use, in the order of the rooms: what a sceptic has to
 * check. docs/constructions.md says for each which construction it is for.
 */
import { NO_MEAN } from "./channels/claims.ts";
import { A_CODE_EACH } from "./channels/codes.ts";
import { COUNTED } from "./channels/counts.ts";
import { MEAN_ON_A_GRID } from "./channels/means.ts";
import { ONE_CODE } from "./channels/moves.ts";
import { ROUNDED_TO_A_GRID } from "./channels/proof.ts";
import { DECODED } from "./decoded.ts";
import { APART } from "./heads/outsiders.ts";
import { EXACT_SCORES } from "./heads/read.ts";
import { NEURON_RULES } from "./neurons/mlp.ts";
import { SILENT } from "./neurons/outside.ts";
import { GREATEST_LOGIT, NEAREST_READING } from "./outputs.ts";
import { NO_VALUE, ONE_VALUE } from "./program/program.ts";
import { EQUAL_QUERIES } from "./program/uniform.ts";
import { NO_COMPANION } from "./program/without.ts";
import { MEAN_RULES } from "./quantities/averages.ts";
import { SUM_RULES } from "./quantities/sums.ts";
import { OWN_VALUE, WIDTH_TIES } from "./quantities/ties.ts";
import { VALUE_RULES } from "./quantities/values.ts";
import { NO_MORE_THAN_THERE_ARE, WIDTH_RULES } from "./quantities/widths.ts";
import type { Rule } from "./report/rule.ts";
import { ITSELF_RULES, NOT_ITSELF_RULES } from "./rules/itself.ts";
import { POSITION_RULES } from "./rules/positions.ts";
import { DISTINCT_RULES } from "./rules/ranks.ts";
import { SINGLE_RULES } from "./rules/single.ts";
import { SOME_RULES } from "./rules/some.ts";
import { SELECTION_RULES } from "./selection/prove.ts";

export const RULES: readonly Rule[] = [
  NO_VALUE,
  ONE_VALUE,
  NO_COMPANION,
  EQUAL_QUERIES,
  ...POSITION_RULES,
  ...DISTINCT_RULES,
  ...SINGLE_RULES,
  NO_MEAN,
  ...SOME_RULES,
  ...ITSELF_RULES,
  ...NOT_ITSELF_RULES,
  ...WIDTH_RULES,
  ...WIDTH_TIES,
  NO_MORE_THAN_THERE_ARE,
  ...VALUE_RULES,
  ...SUM_RULES,
  OWN_VALUE,
  ...MEAN_RULES,
  DECODED,
  EXACT_SCORES,
  APART,
  ...SELECTION_RULES,
  A_CODE_EACH,
  ONE_CODE,
  ...Object.values(COUNTED),
  ROUNDED_TO_A_GRID,
  MEAN_ON_A_GRID,
  ...NEURON_RULES,
  SILENT,
  NEAREST_READING,
  GREATEST_LOGIT,
];
