/** Reads the programs in programs/ as a user's files: parsed, elaborated, ready to be asked. */
import { readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { elaborate } from "../../compiler/elaborate/elaborate.ts";
import type { Program } from "../../compiler/elaborate/program.ts";
import type { Expression, Pragmas } from "../../compiler/syntax/ast.ts";
import { parse } from "../../compiler/syntax/parse.ts";
import type { Sequence } from "../../interpreter/aggregate.ts";
import { createEvaluation, createInterpreter } from "../../interpreter/evaluate.ts";
import type { Atom } from "../../language/atom.ts";
import { FALSE, TRUE, float, int, string } from "../../language/atom.ts";
import type { Diagnostic } from "../../language/diagnostics/diagnostic.ts";
import type { Failure } from "../../language/failure.ts";
import type { Source } from "../../language/source.ts";
import type { Plain } from "./references.ts";

const FOLDER = fileURLToPath(new URL("../../programs/", import.meta.url));

/** Names of all programs, without `.rasp`; the library in its own folder is not among them. */
export const programNames: readonly string[] = readdirSync(FOLDER)
  .filter((file) => file.endsWith(".rasp"))
  .map((file) => file.slice(0, -".rasp".length))
  .toSorted();

/** A program's file. */
export function sourceOf(name: string): Source {
  const file = `${name}.rasp`;
  return { name: file, text: readFileSync(FOLDER + file, "utf8") };
}

export interface ReadProgram {
  readonly source: Source;
  readonly pragmas: Pragmas;
  readonly program: Program;
  readonly vocabulary: readonly Atom[];
  readonly maxLength: number;
  readonly causal: boolean;
  readonly diagnostics: readonly Diagnostic[];
  /** The value of a top-level s-op on an input. */
  readonly evaluate: (name: string, input: readonly Atom[]) => Sequence | Failure;
}

/** A program with its pragmas, checked on its example as it is read; one that lacks a pragma a user needs is an error. */
export function readProgram(name: string): ReadProgram {
  const file = `${name}.rasp`;
  const source = sourceOf(name);
  const { tree, diagnostics } = parse(source);
  const { pragmas } = tree;
  const vocabulary = pragmas.vocabulary?.elements;
  const [first] = vocabulary ?? [];
  if (vocabulary === undefined || first === undefined) throw new Error(`${file} has no vocabulary`);
  if (pragmas.maxLength === null) throw new Error(`${file} has no max-length`);
  const causal = pragmas.causal !== null;
  const program = elaborate(tree, {
    tokens: first.type === "string" ? "str" : first.type,
    example: pragmas.examples[0]?.elements ?? null,
    probe: (graph, node, input) => createEvaluation(graph, input, { causal }).failure(node),
    load: () => null,
  });
  const interpret = createInterpreter(program.graph, { causal });
  return {
    source,
    pragmas,
    program,
    vocabulary,
    maxLength: pragmas.maxLength.value,
    causal,
    diagnostics: [...diagnostics, ...program.diagnostics],
    evaluate: (output, input) => {
      const value = program.bindings.get(output)?.value;
      if (value?.kind !== "s-op") throw new Error(`${file}: ${output} is not an s-op`);
      return interpret(input).sequence(value.node);
    },
  };
}

/** All sequences of 1 to `longest` elements, shorter ones first. */
export function* allInputs<Element>(
  vocabulary: readonly Element[],
  longest: number,
): Generator<readonly Element[]> {
  let shorter: readonly (readonly Element[])[] = [[]];
  for (let length = 1; length <= longest; length++) {
    const inputs = shorter.flatMap((input) => vocabulary.map((element) => [...input, element]));
    yield* inputs;
    shorter = inputs;
  }
}

/** How many sequences of 1 to `longest` elements there are. */
export function countInputs(vocabularySize: number, longest: number): number {
  let count = 0;
  for (let length = 1; length <= longest; length++) count += vocabularySize ** length;
  return count;
}

/** The longest length up to which there are at most `limit` inputs. */
export function exhaustibleLength(vocabularySize: number, maxLength: number, limit: number): number {
  let length = 0;
  while (length < maxLength && countInputs(vocabularySize, length + 1) <= limit) length++;
  return length;
}

export function plainOf(atoms: readonly Atom[]): readonly Plain[] {
  return atoms.map((atom) => atom.value);
}

/** The atoms of a pragma's literal: a list's, or a string's characters. */
export function atomsOfLiteral(literal: Expression): readonly Atom[] {
  if (literal.kind === "string") return Array.from(literal.value, string);
  if (literal.kind === "list") return literal.items.map(atomOfLiteral);
  throw new Error(`not a sequence: ${literal.kind}`);
}

function atomOfLiteral(literal: Expression): Atom {
  switch (literal.kind) {
    case "string":
      return string(literal.value);
    case "int":
      return int(Number(literal.digits));
    case "float":
      return float(Number(literal.digits));
    case "name":
      if (literal.name === "True") return TRUE;
      if (literal.name === "False") return FALSE;
      break;
    case "unary": {
      const operand = atomOfLiteral(literal.operand);
      if (literal.symbol === "-" && operand.type === "int") return int(-operand.value);
      if (literal.symbol === "-" && operand.type === "float") return float(-operand.value);
      break;
    }
    default:
      break;
  }
  throw new Error(`not an atom: ${literal.kind}`);
}
