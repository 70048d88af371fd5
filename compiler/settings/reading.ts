/** A program as far as it has been read: as text with what it asks for, and run. */
import type { Diagnostic } from "../../language/diagnostics/diagnostic.ts";
import type { Program } from "../elaborate/program.ts";
import type { SyntaxTree } from "../syntax/ast.ts";
import type { Request } from "./request.ts";
import type { Settings } from "./settle.ts";

/** A text as read, before anything of it runs. */
export interface Reading {
  readonly request: Request;
  readonly tree: SyntaxTree;
  readonly settings: Settings;
  readonly diagnostics: readonly Diagnostic[];
}

export interface Elaborated {
  readonly program: Program;
  /** Of reading and elaborating, without echoes. */
  readonly diagnostics: readonly Diagnostic[];
}
