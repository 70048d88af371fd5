/** Selectors that select every key of every input, or none. */
import type { Facts } from "../rules/facts.ts";
import type { Program } from "../program/program.ts";
import { proveSelection } from "../selection/prove.ts";
import type { Part } from "../selection/terms.ts";
import { attempt } from "../report/unproved.ts";

export function neverSelects(program: Program, facts: Facts, selector: number): boolean {
  return facts.maySelectNone(selector) && isAlike(program, selector, []);
}

export function selectsAll(program: Program, facts: Facts, selector: number): boolean {
  return facts.maySelectAll(selector) && isAlike(program, selector, [EVERY_KEY]);
}

/** True if it is proved that the selector selects just what heads without weights would. */
function isAlike(program: Program, selector: number, parts: readonly Part[]): boolean {
  const tried = attempt(() => proveSelection(program, parts, selector, ["levelled"], Infinity));
  return tried.kind === "proved" && tried.value.kind === "proved";
}

/** A head that selects every key. */
const EVERY_KEY: Part = {
  sign: 1,
  head: {
    layer: 0,
    head: 0,
    products: [],
    values: [],
    bosScore: { least: 0, greatest: 0, unit: Infinity },
    bosScoreError: 0,
    greatestScore: 0,
  },
};
