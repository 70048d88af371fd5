/** How a proof went, in words: half-layer by half-layer, what was proved of what, and by which rule. */
import { RULES } from "../../verifier/catalogue.ts";
import type { ProofStep } from "../../verifier/explain.ts";

/** Longer expressions are cut. */
const LONGEST = 100;

export function printProof(steps: readonly ProofStep[]): string {
  const places = [...new Set(steps.map(placeOf))];
  const parts = places.map((place) => {
    const here = steps.filter((step) => placeOf(step) === place);
    const names = [...new Set(here.map(nameOf))];
    return [place, ...names.map((name) => printSubject(here.filter((step) => nameOf(step) === name)))];
  });
  const used = new Set(steps.map(({ rule }) => rule));
  const rules = RULES.filter(({ name }) => used.has(name)).map(({ name, why }) => `  ${name}: ${why}`);
  return [...parts, ["why", ...rules]].map((lines) => `${lines.join("\n")}\n`).join("\n");
}

function placeOf({ half, of }: ProofStep): string {
  if (of === "output") return "outputs";
  if (half === 0) return "embedding";
  const layer = String(Math.floor((half - 1) / 2));
  return half % 2 === 1 ? `layer ${layer} attention` : `layer ${layer} MLP`;
}

/** What a step is about, where it stands in the source, and the features that hold it. */
function nameOf({ subject, features, line }: ProofStep): string {
  const short = subject.length > LONGEST ? `${subject.slice(0, LONGEST - 1)}…` : subject;
  const held = features.length === 0 ? "" : ` → ${features.map((name) => `\`${name}\``).join(", ")}`;
  return `${short}${held}${line === null ? "" : ` (line ${String(line)})`}`;
}

/** Facts of one thing, each with the rules that proved it. */
function printSubject(steps: readonly ProofStep[]): string {
  const [first] = steps;
  if (first === undefined) throw new Error("internal: a subject without steps");
  const facts = [...new Set(steps.map(({ fact }) => fact))].map((fact) => {
    const rules = steps.flatMap((step) => (step.fact === fact ? [step.rule] : []));
    return `    ${fact}: ${[...new Set(rules)].join("; ")}`;
  });
  return [`  ${nameOf(first)}`, ...facts].join("\n");
}
