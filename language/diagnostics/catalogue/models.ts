/** Messages about weights files, what they claim, and the inputs that a model takes. */
import { cases, type Entry } from "../entry.ts";

export const models = {
  "bad-model": {
    kind: "model",
    says: cases({
      problem: (wrong: { file: string; path: string; problem: string; isProgram: boolean }) => ({
        message: `${wrong.file}: ${wrong.path === "" ? "" : `${wrong.path}: `}${wrong.problem}`,
        help: wrong.isProgram
          ? `a weights file is wanted here: \`rasp compile ${wrong.file}\` makes one`
          : undefined,
      }),
      more: ({ file, problems }: { file: string; problems: number }) => ({
        message: `${file}: and ${problems} more problems`,
      }),
    }),
  },
  "partial-model": {
    kind: "value",
    severity: "warning",
    says: () => ({
      message: "the program has no value on some inputs; there the model's answers mean nothing",
    }),
  },
  "not-certified": {
    kind: "uncertified",
    severity: "warning",
    says: (certificate: { isConditional: boolean; assumptions: readonly string[] }) => {
      const { isConditional, assumptions } = certificate;
      const under = assumptions.length > 0 ? `: ${assumptions.join("; ")}` : "";
      return {
        message: isConditional
          ? `the model is exact under assumptions that are not proved${under}`
          : `the model is not certified to be exact${under}`,
      };
    },
  },
  "not-verified": {
    kind: "uncertified",
    severity: "warning",
    says: ({ place, finding }: { place: string; finding: string }) => ({
      message: `the independent checker found no proof of the weights: at ${place}, ${finding}`,
      help: "compare interpreter and model with `rasp diff`",
    }),
  },
  "not-proved": {
    kind: "uncertified",
    says: cases({
      claim: ({ file, place, finding }: { file: string; place: string; finding: string }) => ({
        message: `${file}: ${place}: ${finding}`,
      }),
      suspicion: (suspect: { file: string; place: string; finding: string; isWrong: boolean }) => ({
        severity: "warning",
        message: `${suspect.file}: ${suspect.place}: ${suspect.finding}`,
        help: suspect.isWrong ? undefined : "this is where the checker finds no proof",
      }),
    }),
  },
  overstated: {
    kind: "uncertified",
    says: ({ file, place, finding }: { file: string; place: string; finding: string }) => ({
      message: `${file}: ${place}: ${finding}`,
    }),
  },
  refuted: {
    kind: "internal",
    says: (wrong: { output: string; input: string; place: string; finding: string }) => ({
      message: `the compiled weights are wrong: \`${wrong.output}\` differs on the input ${wrong.input}; the checker says, at ${wrong.place}, ${wrong.finding}`,
      help: "this is a mistake in rasp-compiler: please report it with the program and the command",
    }),
  },
  empty: {
    kind: "input",
    says: ({ problem }: { problem: string }) => ({ message: problem, help: "give at least one token" }),
  },
  "too-long": {
    kind: "input",
    says: ({ problem, length }: { problem: string; length: number }) => ({
      message: problem,
      help: `compile with \`--max-length ${length}\`, or shorten the input`,
    }),
  },
  "unknown-token": {
    kind: "input",
    says: ({ problem }: { problem: string }) => ({
      message: problem,
      help: "compile with a `--vocab` that holds it, or leave it out",
    }),
  },
} as const satisfies Readonly<Record<string, Entry>>;
