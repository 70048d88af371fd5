/** What is fuzzed: a text for each seed, and what is done with it. */
import { generateProgram } from "../programs/random/generate.ts";
import { createRandom } from "../programs/random/random.ts";
import { renderDiagnostic } from "../language/diagnostics/render.ts";
import { elaborateReading, read } from "../compiler/frontend.ts";
import { toJsonDiagnostics } from "../commands/shared/outcome.ts";
import { changedWeights, digestWeights, weightsSubjects } from "./fuzz-weights.ts";
import { mutateText } from "./mutate-text.ts";
import { bundled } from "../bench/subjects.ts";

export type FuzzedKind = "sources" | "weights";

export interface FuzzSubject {
  readonly textOf: (seed: number) => string;
  /** True if nothing was wrong with the text; throws where something is wrong with us. */
  readonly digest: (seed: number) => boolean;
}

/** Generated programs to start from, besides those that come with the tool, which are in `programs`. */
const GENERATED = 200;

export function subjectOf(what: FuzzedKind, programs: string): FuzzSubject {
  if (what === "sources") {
    const corpus = corpusOf(programs);
    return { textOf: (seed) => textOf(seed, corpus), digest: (seed) => digest(textOf(seed, corpus)) };
  }
  const subjects = weightsSubjects();
  return {
    textOf: (seed) => changedWeights(seed, subjects).text,
    digest: (seed) => digestWeights(changedWeights(seed, subjects)),
  };
}

function corpusOf(programs: string): readonly string[] {
  const generated = Array.from({ length: GENERATED }, (_, i) => generateProgram(i + 1, 1 + (i % 6)).text);
  return [...bundled(programs).map(({ request }) => request.source.text), ...generated];
}

function textOf(seed: number, corpus: readonly string[]): string {
  const random = createRandom(seed);
  return mutateText(random.pick(corpus), random.pick(corpus), random);
}

/** Parses, elaborates, and words all there is to say; true if nothing is wrong with the program. */
function digest(text: string): boolean {
  const reading = read({ source: { name: "fuzz.rasp", text } });
  const { diagnostics } = elaborateReading(reading, null);
  toJsonDiagnostics(diagnostics);
  for (const diagnostic of diagnostics) {
    const { span } = diagnostic;
    if (
      span !== null &&
      !(span.start >= 0 && span.start <= span.end && span.end <= span.source.text.length)
    ) {
      throw new Error(
        `the span ${String(span.start)}–${String(span.end)} of ${diagnostic.code} is not in the text`,
      );
    }
    renderDiagnostic(diagnostic, { color: (_, shown) => shown });
  }
  return diagnostics.every(({ severity }) => severity !== "error");
}
