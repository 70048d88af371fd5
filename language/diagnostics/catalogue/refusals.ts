/** Messages about programs for which there is no model, or none that is certain to be exact. */
import { cases, type Entry } from "../entry.ts";

type Precision = "float32" | "float64";

/** What a value is a function of. */
export interface Source {
  readonly name: string;
  /** States. */
  readonly size: number;
}

const smaller = "a shorter `max-length`, a smaller vocabulary or fewer values make it smaller";
const wider = "a shorter `max-length`, a smaller vocabulary or `--precision float64` may help";

export const refusals = {
  "too-large": {
    kind: "too-large",
    says: cases({
      weights: ({ most }: { most: number }) => ({
        message: `the model would have more than ${grouped(most)} weights that are not 0`,
        help: smaller,
      }),
      work: ({ most, reads }: { most: number; reads: string | null }) => ({
        message: `compiling this expression takes more than ${grouped(most)} steps${reads === null ? "" : `: it reads ${reads}`}`,
        help: smaller,
      }),
      expression: ({ combinations, factors }: { combinations: number; factors: readonly Source[] }) => ({
        message: `this expression takes ${grouped(combinations)} combinations of values (${factors.map(({ size, name }) => `${size} of ${name}`).join(" × ")})`,
        help: "a shorter `max-length` or a smaller vocabulary makes it smaller",
      }),
      mean: ({ pairs }: { pairs: number }) => ({
        message: `this mean takes ${grouped(pairs)} pairs of sum and count`,
        help: "a shorter `max-length` or smaller values make it smaller",
      }),
      held: ({ values }: { values: number }) => ({
        message: `no exact way to hold the ${values} values of this expression was found`,
        help: wider,
      }),
      moved: ({ reads, most }: { reads: string; most: number }) => ({
        message: `attention reads ${reads}, more than the ${grouped(most)} there may be`,
        help: "a shorter `max-length`, a smaller vocabulary or fewer values may help",
      }),
      output: (output: { values: number; sources: readonly Source[]; most: number }) => ({
        message: `${outputTakes(output)}, more than the ${grouped(output.most)} there may be`,
        help: wider,
      }),
      heads: ({ most }: { most: number }) => ({
        message: `this selector needs more than ${most} attention heads`,
        help: "write it with fewer `or`s and `not`s over different operands",
      }),
      score: ({ precision, sides }: { precision: Precision; sides: readonly string[] }) => ({
        message: `no exact attention score was found in ${precision} for ${sides.join(" against ")}`,
        help: `a shorter \`max-length\`, a smaller vocabulary, fewer values${precision === "float32" ? " or `--precision float64`" : ""} may help`,
      }),
    }),
  },
  uncompilable: {
    kind: "uncompilable",
    says: cases({
      endless: ({ value }: { value: string }) => ({
        message: `this expression takes the value ${value}, which no weight can hold`,
        help: "leave such tokens out of the vocabulary, or keep the value finite",
      }),
      nowhere: () => ({
        message: "this output has no value on any input",
        help: "see why with `rasp interpret`",
      }),
    }),
  },
  uncertified: {
    kind: "uncertified",
    says: cases({
      shortfall: ({ precision, place, reason }: { precision: Precision; place: string; reason: string }) => ({
        message: `exactness cannot be certified in ${precision}: at ${place}, ${reason}`,
        help: `try a shorter \`max-length\`, a smaller vocabulary${precision === "float32" ? ", or `--precision float64`" : ""}; \`--uncertified\` writes the model all the same`,
      }),
      mean: ({ reason, float64Helps }: { reason: string; float64Helps: boolean }) => ({
        message: reason,
        help: `${float64Helps ? "`--precision float64`, " : ""}a shorter \`max-length\`, or averaging integers and dividing afterwards may help`,
      }),
      output: (output: { values: number; sources: readonly Source[]; precision: Precision }) => ({
        message: `${outputTakes(output)}, which no exact circuit was found to tell apart in ${output.precision}`,
        help: wider,
      }),
    }),
  },
} as const satisfies Readonly<Record<string, Entry>>;

function outputTakes({ values, sources }: { values: number; sources: readonly Source[] }): string {
  const from = sources.map(({ size, name }) => `${grouped(size)} of \`${name}\``).join(" × ");
  return `this output takes ${grouped(values)} values (from ${from})`;
}

function grouped(number: number): string {
  return number.toLocaleString("en");
}
