/** Whether an aggregate moves its value or averages several. */
import type { Atom } from "../../../language/atom.ts";
import type { Knowledge } from "../context/knowledge.ts";
import type { SignedSum } from "./formula.ts";
import { atMostOne } from "./uniqueness.ts";

/** What is taken to hold, and what would make some input fail all the same, if it can happen. */
export interface Finding {
  readonly holds: boolean;
  /** Null where nothing is left to be searched for. */
  readonly doubt: string | null;
}

/**
 * Values are moved where at most one key is selected, and where they cannot be
 * averaged: an input that selects two of these fails.
 *
 * @param values  those that may be selected, one of each that are `==`
 */
export function isMoved(known: Knowledge, sum: SignedSum, values: readonly Atom[]): Finding {
  if (atMostOne(known, sum)) return { holds: true, doubt: null };
  if (values.some(({ type }) => type === "string")) {
    return { holds: true, doubt: "more than one key may be selected, and strings have no mean" };
  }
  const bools = values.filter(({ type }) => type === "bool").length;
  return {
    holds: bools === values.length,
    doubt: bools > 0 ? "more than one key may be selected, and booleans have no mean" : null,
  };
}
