/** Runs programs for the tests of elaboration, and shows what came of them in few words. */
import { elaborate } from "../../compiler/elaborate/elaborate.ts";
import type { ElaborateOptions, Program, ProgramValue } from "../../compiler/elaborate/program.ts";
import { parse } from "../../compiler/syntax/parse.ts";
import type { Evaluation } from "../../interpreter/evaluate.ts";
import { createEvaluation } from "../../interpreter/evaluate.ts";
import { toMatrix } from "../../interpreter/selection.ts";
import type { Atom } from "../../language/atom.ts";
import { string } from "../../language/atom.ts";
import type { Diagnostic } from "../../language/diagnostics/diagnostic.ts";
import { displayAtom, displayElements, pythonLiteral } from "../../language/display.ts";
import { isFailure } from "../../language/failure.ts";
import type { Graph } from "../../language/graph.ts";
import { positionAt } from "../../language/source.ts";

export interface Setting {
  /** The running example; null for none, as where a program is compiled. */
  readonly example?: string | readonly Atom[] | null;
  readonly files?: Readonly<Record<string, string>>;
  readonly tokens?: ElaborateOptions["tokens"];
  readonly limits?: NonNullable<ElaborateOptions["limits"]>;
}

export interface Run {
  readonly program: Program;
  /** Syntax errors and all others. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Runs a program on the running example "hello", or another. */
export function run(text: string, setting: Setting = {}): Run {
  const { example = "hello", files = {}, tokens = "str", limits = {} } = setting;
  const { tree, diagnostics } = parse({ name: "main.rasp", text });
  const program = elaborate(tree, {
    tokens,
    example: typeof example === "string" ? Array.from(example, string) : example,
    probe: example === null ? null : createProbe(),
    load: (path) => {
      const found = files[`${path}.rasp`];
      return found === undefined ? null : { name: `${path}.rasp`, text: found };
    },
    limits,
  });
  return { program, diagnostics: [...diagnostics, ...program.diagnostics] };
}

/** A probe that keeps what it worked out on the last input. */
function createProbe(): NonNullable<ElaborateOptions["probe"]> {
  let last: { graph: Graph; input: readonly Atom[]; evaluation: Evaluation } | null = null;
  return (graph, node, input) => {
    if (last?.graph !== graph || last.input !== input) {
      last = { graph, input, evaluation: createEvaluation(graph, input, { causal: false }) };
    }
    return last.evaluation.failure(node);
  };
}

/** What `name` is on an input: "[0, 1] ints", `"a"`, "[1, 'a']", "f(a, b)", "1./.1" for a selector's rows. */
export function show({ program }: Run, name: string, input = "hello"): string {
  const binding = program.bindings.get(name);
  if (binding !== undefined) return showValue(program.graph, binding.value, Array.from(input, string));
  const failed = program.failed.get(name);
  return failed === undefined ? "not set" : `failed: ${failed.kind}`;
}

export function showValue(graph: Graph, value: ProgramValue, input: readonly Atom[]): string {
  switch (value.kind) {
    case "atom":
      return displayAtom(value.atom);
    case "list":
      return `[${value.items.map((item) => showPart(graph, item, input)).join(", ")}]`;
    case "dict":
      return `{${value.entries.map(([key, part]) => `${pythonLiteral(key)}: ${showPart(graph, part, input)}`).join(", ")}}`;
    case "function":
      return `${value.name}(${value.parameters.join(", ")})`;
    case "s-op": {
      const sequence = createEvaluation(graph, input, { causal: false }).sequence(value.node);
      return isFailure(sequence)
        ? `fails: ${sequence.failed}`
        : `${displayElements(sequence.atoms)} ${sequence.type}s`;
    }
    case "selector": {
      const selection = createEvaluation(graph, input, { causal: false }).selection(value.node);
      if (isFailure(selection)) return `fails: ${selection.failed}`;
      return toMatrix(selection)
        .map((row) => row.map((on) => (on ? "1" : ".")).join(""))
        .join("/");
    }
    default:
      return value satisfies never;
  }
}

function showPart(graph: Graph, value: ProgramValue, input: readonly Atom[]): string {
  return value.kind === "atom" ? pythonLiteral(value.atom) : showValue(graph, value, input);
}

/** "1:5 wrong-type type": where, which and of what kind. */
export function showDiagnostic(diagnostic: Diagnostic): string {
  const { span, code, kind } = diagnostic;
  if (span === null) return `- ${code} ${kind}`;
  const { line, column } = positionAt(span.source, span.start);
  const file = span.source.name === "main.rasp" ? "" : `${span.source.name}:`;
  return `${file}${line}:${column} ${code} ${kind}`;
}

export function showDiagnostics({ diagnostics }: Run): readonly string[] {
  return diagnostics.map(showDiagnostic);
}

/** The value of an expression, or the kind of its one error. */
export function valueOf(expression: string, setting: Setting & { readonly before?: string } = {}): string {
  const ran = run(`${setting.before ?? ""}\nresult = ${expression};`, setting);
  const [diagnostic, ...others] = ran.diagnostics;
  if (diagnostic === undefined)
    return show(ran, "result", typeof setting.example === "string" ? setting.example : "hello");
  return others.length === 0 ? `error: ${diagnostic.kind}` : `${others.length + 1} errors`;
}
