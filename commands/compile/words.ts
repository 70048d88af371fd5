/** `rasp compile`, for people: where the weights are, how big and how exact they are. */
import type { Diagnostic } from "../../language/diagnostics/diagnostic.ts";
import { report } from "../../language/diagnostics/report.ts";
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
      const unwritten = { ...outcome.report, diagnostics: toJsonDiagnostics(diagnostics) };
      return { status: 2, report: unwritten, diagnostics, text: "" };
    }
    const written = { ...outcome.report, path: destination };
    const quiet = options.quiet ?? false;
    return { ...outcome, report: written, text: quiet ? "" : printCompiled(written, outcome.compiled) };
  },
};

/** Why nothing can be written there. */
function problemWith(destination: string | null, call: Call, host: Host): Diagnostic | null {
  if (destination === null) return report("no-destination", { isEmpty: false });
  if (destination === "") return report("no-destination", { isEmpty: true });
  if (destination === "-") return call.flags.json === true ? report("two-documents", {}) : null;
  if (!host.isSameFile(destination, sourceAt(call, 0).name)) return null;
  return report("overwrites-program", { destination });
}

/** What was compiled, how big it is, how exact, and, if asked for, why it has its layers. */
function printCompiled(facts: CompileReport, { model, verified }: Compiled): string {
  const { path, bytes = 0, heads = [], dMlp = [], explanation = [], timings = [] } = facts;
  const rows = [
    ["outputs", facts.outputs.join(", ")],
    ["layers", `${count(facts.layers)}, heads ${perLayer(heads)}, neurons ${perLayer(dMlp)}`],
    ["width", `${count(facts.dModel)}, each head ${count(facts.dHead)}`],
    ["parameters", `${count(facts.parameters)}, ${count(facts.nonzero)} not zero`],
    [
      "inputs",
      `up to ${count(facts.maxLength)} of ${count(facts.vocabularySize)} tokens${facts.causal === true ? ", causal" : ""}`,
    ],
    ["exactness", model.certificate.summary],
    ["verified", verified ? "proved anew from the weights" : "no"],
    ["time", `${facts.milliseconds.toFixed(0)} ms`],
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
