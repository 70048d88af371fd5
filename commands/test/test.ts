/** `rasp test`: a program's `#: expect` lines, on the interpreter and on the compiled model. */
import type { Expectation } from "../../compiler/syntax/ast.ts";
import type { Atom } from "../../language/atom.ts";
import type { Diagnostic, JsonDiagnostic } from "../../language/diagnostics/diagnostic.ts";
import { displayInput } from "../../language/display.ts";
import { prepare, type PreparedModel } from "../../runtime/prepare.ts";
import { run as runModel } from "../../runtime/run.ts";
import { inputSpaceOf, type InputSpace } from "../../compiler/settings/target.ts";
import { buildTarget, judge } from "../models/build.ts";
import { convertInput, isAccepted } from "../../compiler/settings/convert.ts";
import { createContext, evaluate } from "../shared/evaluate.ts";
import { elaborateReading, read } from "../../compiler/frontend.ts";
import type { Elaborated, Reading } from "../../compiler/settings/reading.ts";
import { literalValue, matches, matchesAtoms, showLiteral, toLiteral, type LiteralValue } from "./literal.ts";
import { arrange, statusOf, toJsonDiagnostics, type Outcome } from "../shared/outcome.ts";
import { hasErrors } from "../../language/diagnostics/diagnostic.ts";
import { report } from "../../language/diagnostics/report.ts";
import { unknownOutput, type Output } from "../../compiler/settings/choose.ts";
import type { Request } from "../../compiler/settings/request.ts";
import { defaultInput } from "../../compiler/settings/settle.ts";
import { toJsonAtoms, toJsonOutput, type JsonAtom, type JsonOutput } from "../shared/values.ts";

export interface TestReport {
  readonly version: 1;
  readonly files: readonly TestedFile[];
  readonly passed: number;
  readonly failed: number;
  readonly diagnostics: readonly JsonDiagnostic[];
}

export interface TestedFile {
  readonly program: string;
  readonly passed: number;
  readonly failed: number;
  readonly expectations: readonly TestedExpectation[];
}

export interface TestedExpectation {
  readonly name: string;
  readonly line: number;
  readonly input: readonly JsonAtom[] | null;
  readonly interpreter: JsonOutput | null;
  /** Null where the expectation is not about an s-op that was compiled. */
  readonly model: readonly JsonAtom[] | null;
  readonly passed: boolean;
}

export function test(requests: readonly Request[]): Outcome<TestReport> {
  const files: TestedFile[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const request of requests) {
    const tested = testOne(request);
    files.push(tested.file);
    diagnostics.push(...arrange(tested.diagnostics));
  }
  return {
    status: statusOf(diagnostics),
    report: {
      version: 1,
      files,
      passed: files.reduce((sum, { passed }) => sum + passed, 0),
      failed: files.reduce((sum, { failed }) => sum + failed, 0),
      diagnostics: toJsonDiagnostics(diagnostics),
    },
    diagnostics,
  };
}

function testOne(request: Request): {
  readonly file: TestedFile;
  readonly diagnostics: readonly Diagnostic[];
} {
  const reading = read(request);
  const elaborated = elaborateReading(reading);
  const { expectations } = reading.tree.pragmas;
  const models = createModels(reading, elaborated);
  const diagnostics: Diagnostic[] = [...elaborated.diagnostics];
  const tested = expectations.map((expectation) => {
    const result = testExpectation(reading, elaborated, models, expectation);
    diagnostics.push(...result.diagnostics);
    return result.tested;
  });
  const passed = tested.filter((expectation) => expectation.passed).length;
  const file = {
    program: request.source.name,
    passed,
    failed: tested.length - passed,
    expectations: tested,
  };
  return { file, diagnostics };
}

interface Tested {
  readonly tested: TestedExpectation;
  readonly diagnostics: readonly Diagnostic[];
}

function testExpectation(
  reading: Reading,
  elaborated: Elaborated,
  models: Models,
  expectation: Expectation,
): Tested {
  const { program } = elaborated;
  const name = expectation.name.text;
  const line = lineOf(expectation);
  const nothing = { name, line, input: null, interpreter: null, model: null, passed: false };
  const binding = program.bindings.get(name);
  if (binding === undefined) {
    const said = program.failed.get(name) ?? unknownOutput(program, { name, span: expectation.name.span });
    return { tested: nothing, diagnostics: [said] };
  }
  const chosen = inputFor(reading, elaborated, expectation);
  if (chosen.kind === "problem") return { tested: nothing, diagnostics: [chosen.diagnostic] };
  const input = chosen.elements;
  const expected = literalValue(expectation.expected);
  const context = createContext(program, input, reading.settings.causal);
  const value = evaluate(context, binding.value);
  const onInterpreter = matches(value, expected);
  const diagnostics: Diagnostic[] = [];
  if (value.kind === "failed") diagnostics.push(value.diagnostic);
  else if (!onInterpreter)
    diagnostics.push(disappointed(expectation, input, expected, toLiteral(value), "interpreter"));

  const compiled = value.kind === "s-op" ? models.run(name, input) : null;
  const model = compiled?.kind === "values" ? compiled.atoms : null;
  diagnostics.push(...(compiled?.diagnostics ?? []));
  const onModel = model === null ? compiled === null : matchesAtoms(model, expected);
  if (model !== null && !onModel && onInterpreter) {
    const got = toLiteral({ kind: "s-op", type: "int", atoms: model });
    diagnostics.push(disappointed(expectation, input, expected, got, "model"));
  }
  return {
    tested: {
      name,
      line,
      input: toJsonAtoms(input),
      interpreter: toJsonOutput(value),
      model: model === null ? null : toJsonAtoms(model),
      passed: onInterpreter && onModel,
    },
    diagnostics,
  };
}

function disappointed(
  { span, name }: Expectation,
  input: readonly Atom[],
  expected: LiteralValue,
  got: LiteralValue | null,
  by: "interpreter" | "model",
): Diagnostic {
  const shown = got === null ? "something that no literal stands for" : showLiteral(got);
  const tested = {
    name: name.text,
    input: displayInput(input),
    by,
    is: shown,
    expected: showLiteral(expected),
  };
  return report("expectation-failed", tested, span);
}

function inputFor(
  reading: Reading,
  { program }: Elaborated,
  { input, span }: Expectation,
): ReturnType<typeof convertInput> {
  const { settings } = reading;
  if (input === null) {
    return {
      kind: "input",
      elements: program.example ?? settings.examples[0] ?? defaultInput(settings),
    };
  }
  const value = literalValue(input);
  const fromText = value.kind === "atom";
  return convertInput({ span, fromText, elements: elementsOf(value) }, settings.vocabulary, "the input");
}

/** A string's characters, a list's items or a dict's keys. */
function elementsOf(value: LiteralValue): readonly Atom[] {
  if (value.kind === "atom") {
    const { atom } = value;
    if (atom.type !== "string") return [atom];
    return Array.from(atom.value, (character) => ({ type: "string" as const, value: character }));
  }
  const items = value.kind === "list" ? value.items : value.entries.map(([key]) => key);
  return items.flatMap((item) => (item.kind === "atom" ? [item.atom] : []));
}

function lineOf({ span }: Expectation): number {
  return span.source.text.slice(0, span.start).split(/\r\n|\n|\r/).length;
}

type ModelResult =
  | {
      readonly kind: "values";
      readonly atoms: readonly Atom[];
      /** What there is to say of the model. */
      readonly diagnostics: readonly Diagnostic[];
    }
  | { readonly kind: "refused"; readonly diagnostics: readonly Diagnostic[] };

/** Compiled models of the s-ops that expectations name, made when first needed. */
interface Models {
  /** Null where there is no model to ask: nothing to compile for, or an input outside of it. */
  readonly run: (name: string, input: readonly Atom[]) => ModelResult | null;
}

type Prepared =
  | {
      readonly kind: "prepared";
      readonly model: PreparedModel;
      readonly diagnostics: readonly Diagnostic[];
    }
  | { readonly kind: "refused"; readonly diagnostics: readonly Diagnostic[] };

function createModels(reading: Reading, elaborated: Elaborated): Models {
  const { space } = inputSpaceOf(reading);
  if (space === null || hasErrors(elaborated.diagnostics)) return { run: () => null };
  const outputs = expectedOutputs(reading, elaborated);
  let together: Prepared | null = null;
  const apart = new Map<string, Prepared>();

  /** One model for all of them; where that is refused, one for each, so that the others are still tried. */
  const modelOf = (name: string): Prepared => {
    together ??= prepareModel(reading, elaborated, outputs, space);
    if (together.kind === "prepared" || outputs.length === 1) return together;
    let own = apart.get(name);
    if (own === undefined) {
      const output = outputs.filter((candidate) => candidate.name === name);
      own = prepareModel(reading, elaborated, output, space);
      apart.set(name, own);
    }
    return own;
  };

  return {
    run: (name, input) => {
      if (!isAccepted(input, space)) return null;
      const model = modelOf(name);
      if (model.kind === "refused") return model;
      const result = runModel(model.model, input);
      if ("problem" in result) throw new Error(`internal: the model refuses an input: ${result.message}`);
      const decoded = result.decoded.find((output) => output.name === name);
      if (decoded === undefined) throw new Error(`internal: the model has no output ${name}`);
      return { kind: "values", atoms: decoded.values, diagnostics: model.diagnostics };
    },
  };
}

function expectedOutputs(reading: Reading, { program }: Elaborated): readonly Output[] {
  const names = new Set(reading.tree.pragmas.expectations.map(({ name }) => name.text));
  return [...names].flatMap((name) => {
    const value = program.bindings.get(name)?.value;
    return value?.kind === "s-op" ? [{ name, node: value.node }] : [];
  });
}

function prepareModel(
  reading: Reading,
  elaborated: Elaborated,
  outputs: readonly Output[],
  space: InputSpace,
): Prepared {
  const { program } = elaborated;
  const built = buildTarget(reading, { program, outputs, space, causal: reading.settings.causal });
  if (built.kind === "refused") return built;
  const verdict = judge(built);
  if (verdict?.severity === "error") return { kind: "refused", diagnostics: [verdict] };
  return { kind: "prepared", model: prepare(built.model), diagnostics: verdict === null ? [] : [verdict] };
}
