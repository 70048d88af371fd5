/** What a caller asks for: a program, where its loads are found, and options. Plain data and one function. */
import type { Load, Source } from "../../language/source.ts";

export interface Request {
  readonly source: Source;
  /** Finds what `load "path";` names; without it every load is an error. */
  readonly load?: Load;
  readonly options?: Options;
  /** Told from time to time how far a long piece of work is. */
  readonly onProgress?: (progress: Progress) => void;
}

/**
 * Options win over the file's pragmas. Sequences are texts under one rule:
 * text that begins with `[` is a JSON array, any other stands for its characters.
 */
export interface Options {
  readonly inputs?: readonly string[] | undefined;
  readonly outputs?: readonly string[] | undefined;
  readonly vocabulary?: string | undefined;
  /** Longest input a compiled model takes. */
  readonly maxLength?: number | undefined;
  readonly causal?: boolean | undefined;
  /** Compile although some inputs are known to have no value. */
  readonly partial?: boolean | undefined;
  /** Compile although exactness could not be certified. */
  readonly uncertified?: boolean | undefined;
  readonly precision?: "float32" | "float64" | undefined;
  readonly layout?: "named" | "packed" | undefined;
  /** `compile` says why the model has each of its layers. */
  readonly explain?: boolean | undefined;
  /** `compile` says how long each of its stages took. */
  readonly timings?: boolean | undefined;
  /** `diff` tries every input when there are at most this many. */
  readonly limit?: number | undefined;
  /** How many inputs `diff` tries otherwise. */
  readonly samples?: number | undefined;
  readonly seed?: number | undefined;
}

export interface Progress {
  /** What is being done: `diff`, `check`. */
  readonly task: string;
  readonly done: number;
  readonly total: number;
  /** What was found so far: `no mismatch`. */
  readonly found: string;
}
