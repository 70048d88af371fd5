/** Runs a case and says where it differs from what is expected. */
import { elaborate } from "../../compiler/elaborate/elaborate.ts";
import type { Program, ProgramValue } from "../../compiler/elaborate/program.ts";
import { parse } from "../../compiler/syntax/parse.ts";
import { createEvaluation } from "../../interpreter/evaluate.ts";
import { toMatrix } from "../../interpreter/selection.ts";
import type { Atom } from "../../language/atom.ts";
import { string } from "../../language/atom.ts";
import type { Diagnostic } from "../../language/diagnostics/diagnostic.ts";
import { displayAtom, displaySequence, pythonLiteral } from "../../language/display.ts";
import type { Failure } from "../../language/failure.ts";
import { isFailure } from "../../language/failure.ts";
import type { Graph, NodeId } from "../../language/graph.ts";
import { isSelector, nodeOf } from "../../language/graph.ts";
import type { Source } from "../../language/source.ts";
import type { Case, JsonAtom, JsonValue, Output, Run } from "./cases.ts";
import { isJsonAtom, toAtom } from "./cases.ts";

interface Difference {
  /** `output x`, or `statement 3`. */
  readonly what: string;
  readonly text: string;
}

interface Outcome {
  readonly differences: readonly Difference[];
  readonly outputs: number;
  readonly failingStatements: number;
}

export function compareCase(example: Case): Outcome {
  const { program, diagnostics, source } = runCase(example);
  const differences: Difference[] = [];
  for (const [name, output] of Object.entries(example.outputs)) {
    const text = compareOutput(program, name, output);
    if (text !== null) differences.push({ what: `output ${name}`, text });
  }
  const expected = example.errors ?? [];
  const statements = statementsOf(example, source);
  for (const index of statements.keys()) {
    const wanted = expected.filter((error) => error.statement === index).map((error) => error.kind);
    const got = diagnostics
      .filter((diagnostic) => statementOf(diagnostic, source, statements) === index)
      .map((diagnostic) => diagnostic.kind);
    if (wanted.join() !== got.join()) {
      const text = `expected [${wanted.join()}], got [${got.join()}] ${diagnostics[0]?.message ?? ""}`;
      differences.push({ what: `statement ${index}`, text });
    }
  }
  return {
    differences,
    outputs: Object.keys(example.outputs).length,
    failingStatements: expected.length,
  };
}

function runCase(example: Case): { program: Program; diagnostics: readonly Diagnostic[]; source: Source } {
  const { tokens, example: running } = example.setup;
  const prologue = tokens === "str" ? "" : `tokens = tokens_${tokens}; `;
  const source: Source = { name: "main.rasp", text: prologue + example.source };
  const { tree, diagnostics } = parse(source);
  const program = elaborate(tree, {
    tokens: "str",
    example: typeof running === "string" ? Array.from(running, string) : running.map(toAtom),
    probe,
    load: (path) => {
      const text = example.files?.[`${path}.rasp`];
      return text === undefined ? null : { name: `${path}.rasp`, text };
    },
  });
  return { program, diagnostics: [...diagnostics, ...program.diagnostics], source };
}

function probe(graph: Graph, node: NodeId, input: readonly Atom[]): Failure | null {
  const evaluation = createEvaluation(graph, input, { causal: false });
  const result = isSelector(nodeOf(graph, node)) ? evaluation.selection(node) : evaluation.sequence(node);
  return isFailure(result) ? result : null;
}

/** The statements of the source as ranges, in order. */
function statementsOf(example: Case, { text }: Source): readonly { start: number; end: number }[] {
  const texts = example.transcript?.map(({ statement }) => statement) ?? example.source.split("\n");
  const ranges: { start: number; end: number }[] = [];
  let end = text.length - example.source.length;
  for (const statement of texts.filter((line) => line.trim() !== "")) {
    const start = text.indexOf(statement, end);
    if (start < 0) throw new Error(`the transcript of ${example.id} is not its source: ${statement}`);
    end = start + statement.length;
    ranges.push({ start, end });
  }
  return ranges;
}

/** Which statement of the main program a diagnostic belongs to: the outermost on the way to its place. */
function statementOf(
  diagnostic: Diagnostic,
  source: Source,
  statements: readonly { start: number; end: number }[],
): number {
  const ways = diagnostic.notes.filter(({ message }) => /called here|loaded from here/.test(message));
  const places = [...ways.toReversed().map((note) => note.span), diagnostic.span];
  const place = places.find((span) => span?.source === source);
  const at = place?.start ?? 0;
  return statements.findLastIndex(({ start }) => start <= at);
}

function compareOutput(program: Program, name: string, output: Output): string | null {
  const binding = program.bindings.get(name);
  if (output.error !== undefined) {
    // A name that was never set is looked up by its statement's error.
    const failed = program.failed.get(name);
    if (failed !== undefined && failed.kind !== output.kind) return `failed with ${failed.kind}`;
    return failed === undefined && binding !== undefined ? "has a value" : null;
  }
  return binding === undefined ? "is not set" : compareValue(program, binding.value, output);
}

function compareValue(program: Program, value: ProgramValue, output: Output): string | null {
  if (output.error !== undefined) return "should have failed";
  if (value.kind !== output.kind) return `is of kind ${value.kind}`;
  switch (output.kind) {
    case "atom":
      return value.kind === "atom" ? compareAtom(value.atom, output) : "is no atom";
    case "list": {
      if (value.kind !== "list") return "is no list";
      if (output.display !== undefined && pythonText(value) !== output.display) {
        return `displays as ${pythonText(value)}`;
      }
      if (output.value !== undefined) return compareJson(value, output.value);
      return firstDifference(output.items ?? [], value.items, (item, got) =>
        compareValue(program, got, item),
      );
    }
    case "dict":
      if (value.kind !== "dict") return "is no dict";
      return firstDifference(output.entries, value.entries, ([key, wanted], [gotKey, got]) => {
        return (
          compareValue(program, { kind: "atom", atom: gotKey }, key) ?? compareValue(program, got, wanted)
        );
      });
    case "function":
      if (value.kind !== "function") return "is no function";
      return value.parameters.join() === output.params.join() ? null : `takes ${value.parameters.join()}`;
    case "s-op":
    case "selector":
      if (value.kind !== "s-op" && value.kind !== "selector") return "is no s-op or selector";
      for (const run of output.runs ?? [output]) {
        const text = compareRun(program.graph, value.node, run);
        if (text !== null) return `on ${JSON.stringify(run.input)}: ${text}`;
      }
      return null;
    default:
      return output satisfies never;
  }
}

function compareAtom(atom: Atom, output: Extract<Output, { kind: "atom" }>): string | null {
  if (atom.type !== output.type) return `is of type ${atom.type}`;
  if (displayAtom(atom) !== output.display) return `displays as ${displayAtom(atom)}`;
  return equalAtom(atom, output.value) ? null : `is ${displayAtom(atom)}`;
}

function compareRun(graph: Graph, node: NodeId, run: Run): string | null {
  const evaluation = createEvaluation(graph, run.input.map(toAtom), { causal: false });
  if (isSelector(nodeOf(graph, node))) {
    const selection = evaluation.selection(node);
    if (isFailure(selection)) return failedAs(selection, run);
    const rows = toMatrix(selection);
    return JSON.stringify(rows) === JSON.stringify(run.value) ? null : JSON.stringify(rows);
  }
  const sequence = evaluation.sequence(node);
  if (isFailure(sequence)) return failedAs(sequence, run);
  const display = displaySequence(sequence.atoms, sequence.type);
  if (run.error !== undefined) return `has the value ${display}`;
  if (`${sequence.type}s` !== run.type || display !== run.display) return `is ${display}`;
  const letters = sequence.atoms.map((atom) => atom.type.charAt(0)).join("");
  if (run.elem !== undefined && run.elem !== letters) return `has element types ${letters}`;
  const wanted = (run.value ?? []).filter(isJsonAtom);
  return firstDifference(wanted, sequence.atoms, (value, atom) =>
    equalAtom(atom, value) ? null : `has ${displayAtom(atom)} where ${JSON.stringify(value)} should be`,
  );
}

function failedAs(failure: Failure, run: Run): string | null {
  return run.error !== undefined && run.kind === failure.failed
    ? null
    : `fails with ${failure.failed}: ${failure.message}`;
}

function equalAtom(atom: Atom, value: JsonAtom): boolean {
  const wanted = toAtom(value);
  if (atom.type === "float" && wanted.type === "float") {
    return Math.abs(atom.value - wanted.value) <= 1e-9 * Math.max(1, Math.abs(wanted.value));
  }
  return atom.type === wanted.type && atom.value === wanted.value;
}

function compareJson(value: ProgramValue, wanted: JsonValue): string | null {
  if (!isJsonAtom(wanted)) {
    if (value.kind !== "list") return `has a ${value.kind} where a list should be`;
    return firstDifference(wanted, value.items, (part, item) => compareJson(item, part));
  }
  const isEqual = value.kind === "atom" && equalAtom(value.atom, wanted);
  return isEqual ? null : `has another value where ${JSON.stringify(wanted)} should be`;
}

function firstDifference<Wanted, Got>(
  wanted: readonly Wanted[],
  got: readonly Got[],
  compare: (wanted: Wanted, got: Got) => string | null,
): string | null {
  if (wanted.length !== got.length) return `has ${got.length} elements, not ${wanted.length}`;
  for (const [index, value] of wanted.entries()) {
    const other = got[index];
    const text = other === undefined ? "is missing" : compare(value, other);
    if (text !== null) return `[${index}] ${text}`;
  }
  return null;
}

function pythonText(value: ProgramValue): string {
  switch (value.kind) {
    case "atom":
      return pythonLiteral(value.atom);
    case "list":
      return `[${value.items.map(pythonText).join(", ")}]`;
    case "dict":
      return `{${value.entries.map(([key, part]) => `${pythonLiteral(key)}: ${pythonText(part)}`).join(", ")}}`;
    case "s-op":
    case "selector":
    case "function":
      return value.kind;
    default:
      return value satisfies never;
  }
}
