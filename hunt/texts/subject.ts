/** Broken program texts: whatever is said of them must be in words, and lie in the text. */
import { elaborateReading, read } from "../../compiler/frontend.ts";
import { toJsonDiagnostics } from "../../commands/shared/outcome.ts";
import { renderDiagnostic } from "../../language/diagnostics/render.ts";
import { generateProgram } from "../../programs/random/generate.ts";
import { createRandom } from "../../language/random.ts";
import { programsIn } from "../../scripts/subjects/bundled.ts";
import { mutateText } from "./mutate.ts";

/** Generated programs to start from, besides those that come with the tool. */
const GENERATED = 200;

export interface TextSubject {
  readonly text: string;
  readonly digest: () => boolean;
}

/** A subject for each seed; `programs` is a folder of them to start from. */
export function textSubjects(programs: string): (seed: number) => TextSubject {
  const generated = Array.from({ length: GENERATED }, (_, i) => generateProgram(i + 1, 1 + (i % 6)).text);
  const corpus = [...programsIn(programs).map(({ text }) => text), ...generated];
  return (seed) => {
    const random = createRandom(seed);
    const text = mutateText(random.pick(corpus), random.pick(corpus), random);
    return { text, digest: () => digest(text) };
  };
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
