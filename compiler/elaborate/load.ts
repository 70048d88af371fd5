/** Finding and reading the file that a `load` names. */
import type { Note } from "../../language/diagnostics/diagnostic.ts";
import type { Source, Span } from "../../language/source.ts";
import type { SyntaxTree } from "../syntax/ast.ts";
import { parse } from "../syntax/parse.ts";
import type { Refusal } from "./refusal.ts";
import { refuse, refuseUnreadable } from "./refusal.ts";
import type { Session } from "./session.ts";

/** Loads inside loads; each takes some of the host's stack. */
const GREATEST_LOAD_DEPTH = 50;

interface LoadedFile {
  readonly kind: "file";
  readonly source: Source;
  readonly tree: SyntaxTree;
}

/** The file that `load "path"` at `span` names; its syntax errors are reported once. */
export function findFile(session: Session, path: string, span: Span): LoadedFile | Refusal {
  const source = session.options.load(path, span.source);
  if (source === null) {
    return refuse("file-not-found", { path }, span);
  }
  if ("reason" in source) return refuseUnreadable(source, span);
  const chain = [session.main, ...session.loading.map((load) => load.source.name)];
  if (chain.includes(source.name)) {
    const circle = [...chain.slice(chain.indexOf(source.name)), source.name];
    return refuse("load-cycle", { files: circle }, span);
  }
  if (session.loading.length >= GREATEST_LOAD_DEPTH) {
    return refuse("loads-too-deep", { most: GREATEST_LOAD_DEPTH }, span);
  }
  const known = session.parsed.get(source.name);
  if (known !== undefined && known.source.text === source.text) return { kind: "file", ...known };
  const { tree, diagnostics } = parse(source);
  const file = { source, tree };
  session.parsed.set(source.name, file);
  const notes = [{ message: "loaded from here", span }, ...loadNotes(session)];
  for (const diagnostic of diagnostics) {
    session.diagnostics.push({ ...diagnostic, notes: [...diagnostic.notes, ...notes] });
  }
  return { kind: "file", ...file };
}

/** The loads that led to where the program is, the innermost first. */
export function loadNotes(session: Session): readonly Note[] {
  return session.loading.map(({ span }) => ({ message: "loaded from here", span })).toReversed();
}
