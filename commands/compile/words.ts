/** `rasp compile`, for people: where the weights are, how big and how exact they are. */
import { remark, type Diagnostic } from "../../language/diagnostics/diagnostic.ts";
import { sourceAt, type Call, type Command, type Host } from "../shared/command.ts";
import { refusal, toJsonDiagnostics } from "../shared/outcome.ts";
import { count } from "../shared/words.ts";
import { compile, type Compiled, type CompileReport } from "./compile.ts";

export const command: Command = {
  perform: (call, host) => {
    const { source, options } = { source: sourceAt(call, 0), options: call.flags };
    const destination = options.to ?? (source.name === "<stdin>" ? null : host.weightsPath(source.name));
    const unusable = problemWith(destination, call, host);
    if (unusable !== null || destination === null) return refusal(unusable === null ? [] : [unusable]);
    const outcome = compile(host.requestFor(source));
    if (outcome.compiled === null) return { ...outcome, text: "" };
    const { text } = outcome.compiled;
    if (destination === "-")
      return { ...outcome, text, talk: printCompiled(outcome.report, outcome.compiled) };
    const refused = host.write(destination, text);
    if (refused !== null) {
      const diagnostics = [...outcome.diagnostics, refused];
      const report = { ...outcome.report, diagnostics: toJsonDiagnostics(diagnostics) };
      return { status: 2, report, diagnostics, text: "" };
    }
    const report = { ...outcome.report, path: destination };
    const quiet = options.quiet ?? false;
    return { ...outcome, report, text: quiet ? "" : printCompiled(report, outcome.compiled) };
  },
};

/** Why nothing can be written there. */
function problemWith(destination: string | null, call: Call, host: Host): Diagnostic | null {
  if (destination === null) {
    return remark(
      "usage",
      "no-destination",
      "a program from standard input has no name to call the model by",
      "say where with `-o model.weights.json`",
    );
  }
  if (destination === "") {
    return remark("usage", "no-destination", "`-o` names no file", "say where with `-o model.weights.json`");
  }
  if (destination === "-") {
    if (call.flags.json !== true) return null;
    return remark(
      "usage",
      "two-documents",
      "`-o -` and `--json` would both write to standard output",
      "give `-o` a path",
    );
  }
  if (!host.isSameFile(destination, sourceAt(call, 0).name)) return null;
  return remark(
    "usage",
    "overwrites-program",
    `${destination} is the program itself`,
    "name another file with `-o`",
  );
}

/** What was compiled, how big it is, how exact, and, if asked for, why it has its layers. */
function printCompiled(report: CompileReport, { model, verified }: Compiled): string {
  const { path, bytes = 0, heads = [], dMlp = [], explanation = [], timings = [] } = report;
  const rows = [
    ["outputs", report.outputs.join(", ")],
    ["layers", `${count(report.layers)}, heads ${perLayer(heads)}, neurons ${perLayer(dMlp)}`],
    ["width", `${count(report.dModel)}, each head ${count(report.dHead)}`],
    ["parameters", `${count(report.parameters)}, ${count(report.nonzero)} not zero`],
    [
      "inputs",
      `up to ${count(report.maxLength)} of ${count(report.vocabularySize)} tokens${report.causal === true ? ", causal" : ""}`,
    ],
    ["exactness", model.certificate.summary],
    ["verified", verified ? "proved anew from the weights" : "no"],
    ["time", `${report.milliseconds.toFixed(0)} ms`],
  ] as const;
  const title = `${path ?? "standard output"}  ${kilobytes(bytes)}`;
  const layers = explanation.flatMap(({ layer, reasons }) => [
    `layer ${String(layer)}`,
    ...reasons.map((reason) => `  ${reason}`),
  ]);
  const stages = timings.map(
    ({ stage, milliseconds }) => `  ${stage.padEnd(11)} ${milliseconds.toFixed(1).padStart(8)} ms`,
  );
  return [
    title,
    ...rows.map(([name, value]) => `  ${name.padEnd(11)} ${value}`),
    ...stages,
    ...layers,
    "",
  ].join("\n");
}

function perLayer(counts: readonly number[]): string {
  return counts.length === 0 ? "none" : counts.map(count).join(" + ");
}

function kilobytes(bytes: number): string {
  return bytes < 1_000 ? `${String(bytes)} B` : `${(bytes / 1_000).toFixed(1)} kB`;
}
