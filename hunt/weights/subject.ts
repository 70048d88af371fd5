/** Changed weights files: each is refused with a place, or is as exact as the checker says. */
import { diff, verify } from "../../commands/index.ts";
import { createRandom } from "../../language/random.ts";
import { compile } from "../../commands/compile/compile.ts";
import type { Request } from "../../compiler/settings/request.ts";
import { loadModel } from "../../runtime/file/load.ts";
import { mutateDocument } from "./mutate.ts";

export interface WeightsSubject {
  readonly text: string;
  readonly digest: () => boolean;
}

const header = '#: vocabulary "ab"\n#: max-length 3\n';
/** Long enough for its lists of numbers to be read apart. */
const many = JSON.stringify(Array.from({ length: 150 }, (_, i) => 3 * i));
const programs = [
  `#: vocabulary ${many}\n#: max-length 1\nx = tokens % 7;`,
  "x = selector_width(select(tokens, tokens, ==));",
  "x = aggregate(select(indices, length - 1 - indices, ==), tokens);",
  "x = sort(tokens, tokens);",
  'x = aggregate(select(indices, indices, <=), indicator(tokens == "a"));',
  '#: output x, y\nx = round(length * aggregate(full_s, indicator(tokens == "a"))) % 2; y = tokens;',
];

/** A subject for each seed. */
export function weightsSubjects(): (seed: number) => WeightsSubject {
  const models = programs.map(modelOf);
  return (seed) => {
    const random = createRandom(seed);
    const { request, text: unchanged } = random.pick(models);
    const text = mutateDocument(unchanged, random);
    return { text, digest: () => digest(request, text) };
  };
}

function modelOf(text: string, i: number): { readonly request: Request; readonly text: string } {
  const request = {
    source: { name: `subject${String(i)}.rasp`, text: text.includes("max-length") ? text : header + text },
    options: {},
  };
  const { compiled } = compile(request);
  if (compiled === null) throw new Error("a subject does not compile");
  return { request, text: compiled.text };
}

/** True if the file loads. Throws where it gives a wrong answer under a proof, or is refused without a reason. */
function digest(request: Request, text: string): boolean {
  const loaded = loadModel(text);
  if ("problems" in loaded) {
    const [problem] = loaded.problems;
    if (problem === undefined || problem.message === "") throw new Error("refused without a reason");
    return false;
  }
  const weights = { name: "changed.weights.json", text };
  const { report } = verify(weights, request);
  const compared = diff(request, weights);
  if (report.proved && compared.report.mismatches > 0) {
    throw new Error(`WRONG UNDER A PROOF: ${JSON.stringify(compared.report.first)}`);
  }
  return true;
}
