/** `rasp generate`: random programs, and data sets of programs with their models. */
import { generateProgram } from "../../programs/random/generate.ts";
import { compile, type CompileReport } from "../compile/compile.ts";
import type { Options } from "../../compiler/settings/request.ts";

export interface GenerateOptions {
  /** The first program's seed; the others' follow. */
  readonly seed: number;
  readonly count: number;
  /** Statements of a program, about. */
  readonly size: number;
}

/** A program as `--json` prints it. */
export interface GeneratedText {
  readonly seed: number;
  readonly text: string;
}

export interface GenerateReport {
  readonly version: 1;
  readonly size: number;
  readonly programs: readonly GeneratedText[];
  readonly diagnostics: readonly [];
}

/** The same programs for the same options, whatever the version of Node. */
export function generate(options: GenerateOptions): GenerateReport {
  const programs = seedsOf(options).map((seed) => ({ seed, text: textOf(seed, options.size) }));
  return { version: 1, size: options.size, programs, diagnostics: [] };
}

/** One program of a data set. */
export interface DatasetEntry {
  readonly seed: number;
  /** File names, in the data set's folder. */
  readonly program: string;
  /** Null where the program was refused; `report` says why. */
  readonly model: string | null;
  readonly report: Omit<CompileReport, "version" | "program" | "path" | "milliseconds">;
}

/** What the data set's `index.json` holds. */
export interface DatasetIndex {
  readonly version: 1;
  readonly size: number;
  readonly programs: readonly DatasetEntry[];
}

/** An entry and its files' texts. */
export interface DatasetPart {
  readonly entry: DatasetEntry;
  readonly program: string;
  readonly model: string | null;
}

/** Compiles one program after the other, so that each can be written before the next is begun. */
export function* compileDataset(options: GenerateOptions, compiling: Options = {}): Generator<DatasetPart> {
  const seeds = seedsOf(options);
  const digits = String(seeds.at(-1) ?? 0).length;
  for (const seed of seeds) {
    const stem = `program-${String(seed).padStart(digits, "0")}`;
    const text = textOf(seed, options.size);
    const name = `${stem}.rasp`;
    const { report, compiled } = compile({ source: { name, text }, options: compiling });
    const { version: _version, program: _program, path: _path, milliseconds: _time, ...kept } = report;
    const model = compiled === null ? null : `${stem}.weights.json`;
    yield {
      entry: { seed, program: name, model, report: kept },
      program: text,
      model: compiled?.text ?? null,
    };
  }
}

function textOf(seed: number, size: number): string {
  return `# rasp generate --seed ${String(seed)} --size ${String(size)}\n${generateProgram(seed, size).text}`;
}

function seedsOf({ seed, count }: GenerateOptions): readonly number[] {
  return Array.from({ length: count }, (_, i) => seed + i);
}
