/** Rules of proof as data: what each proves, why that is so, and how it is tried. */
import type { Answer, Proved, Refuted, Unknown } from "./answer.ts";
import { unknown } from "./answer.ts";

/** What kinds of facts there are rules for. */
export type FactKind =
  | "at most one key"
  | "some key"
  | "itself selected"
  | "rows by position"
  | "distinct values"
  | "same at all positions"
  | "width"
  | "value"
  | "occurring sums"
  | "means"
  | "ruled out"
  | "head"
  | "selection"
  | "channel"
  | "neurons"
  | "output";

export interface Rule {
  /** Unlike all others; docs/constructions.md cites it. */
  readonly name: string;
  readonly of: FactKind;
  /** The mathematics, in a sentence or two that can be checked. */
  readonly why: string;
}

/** A rule that is one of several ways to prove the same: they are tried in order. */
export interface TriedRule<Context, Subject, Value = true> extends Rule {
  /** False where it is clear beforehand that it has nothing to say. */
  readonly applies: (context: Context, subject: Subject) => boolean;
  readonly proves: (context: Context, subject: Subject) => Answer<Value>;
}

/** A fact with the rule that proved it. */
export interface ProvedBy<T> extends Proved<T> {
  readonly by: Rule;
}

/** The first rule that proves the fact, if none before refutes it; else what the last one lacks. */
export function proveBy<Context, Subject, Value>(
  rules: readonly TriedRule<Context, Subject, Value>[],
  context: Context,
  subject: Subject,
): ProvedBy<Value> | Refuted | Unknown {
  let last = unknown("no rule applies");
  for (const rule of rules) {
    if (!rule.applies(context, subject)) continue;
    const answer = rule.proves(context, subject);
    switch (answer.kind) {
      case "proved":
        return { kind: "proved", value: answer.value, by: rule };
      case "refuted":
        return answer;
      case "unknown":
        last = answer;
        break;
      default:
        return answer satisfies never;
    }
  }
  return last;
}
