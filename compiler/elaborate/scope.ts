/** Names: where they live, who sees them, which may be set. */
import type { Diagnostic } from "../../language/diagnostics/diagnostic.ts";
import type { Span } from "../../language/source.ts";
import type { Scope, Value, Variable } from "./values.ts";

export function createScope(
  kind: Scope["kind"],
  parent: Scope | null,
  options: { readonly exportsTo?: Scope; readonly site?: Span | null } = {},
): Scope {
  return {
    kind,
    parent,
    variables: new Map(),
    failed: new Map(),
    exportsTo: options.exportsTo ?? null,
    out: null,
    site: options.site ?? null,
  };
}

/** Names that can be set nowhere. */
const RESERVED: ReadonlySet<string> = new Set([
  "out",
  "range",
  "zip",
  "len",
  "get",
  "tokens_str",
  "tokens_int",
  "tokens_float",
  "tokens_bool",
  "tokens_asis",
  "indices",
  "True",
  "False",
]);

/** Names of the library: reserved at the top level of the main program only. */
const LIBRARY_NAMES: readonly string[] = [
  "full_s",
  "length",
  "selector_width",
  "has_focus",
  "count",
  "contains",
  "max",
  "min",
  "average",
  "load_from_location",
  "shift",
  "mark_first_instance",
  "mark_last_instance",
  "select_from_first",
  "select_from_last",
  "sort",
  "select_next_identical",
];

/** Names that are always there, besides the library's. */
const BASE_NAMES: readonly string[] = [
  "tokens",
  "tokens_str",
  "tokens_int",
  "tokens_float",
  "tokens_bool",
  "tokens_asis",
  "indices",
  "True",
  "False",
];

const LIBRARY_NAME_SET: ReadonlySet<string> = new Set(LIBRARY_NAMES);

export function isLibraryName(name: string): boolean {
  return LIBRARY_NAME_SET.has(name);
}

function isReserved(name: string, scope: Scope): boolean {
  return RESERVED.has(name) || (scope.kind === "console" && isLibraryName(name));
}

/** The variable that `name` is in `scope`, looked up outward. */
export function findVariable(scope: Scope, name: string): Variable | undefined {
  for (let at: Scope | null = scope; at !== null; at = at.parent) {
    const variable = at.variables.get(name);
    if (variable !== undefined) return variable;
  }
  return undefined;
}

/** What was said when the statement failed that should have set `name`. */
export function findFailed(scope: Scope, name: string): Diagnostic | undefined {
  for (let at: Scope | null = scope; at !== null; at = at.parent) {
    const diagnostic = at.failed.get(name);
    if (diagnostic !== undefined) return diagnostic;
  }
  return undefined;
}

/** The last value of an expression in `scope`, or in one around it. */
export function findOut(scope: Scope): Value | null {
  for (let at: Scope | null = scope; at !== null; at = at.parent) {
    if (at.out !== null) return at.out;
  }
  return null;
}

/**
 * Sets `name` here, and where this file's names go. Gives the name back if it is
 * reserved in one of these scopes: what was set before that stays set.
 */
export function setVariable(scope: Scope, name: string, variable: Variable): string | null {
  for (let at: Scope | null = scope, set = variable; at !== null; at = at.exportsTo) {
    if (isReserved(name, at)) return name;
    at.variables.set(name, set);
    at.failed.delete(name);
    if (name.startsWith("_")) break;
    set = { ...set, loaded: true };
  }
  return null;
}

/** Remembers that the statement that should have set `name` failed. */
export function setFailed(scope: Scope, name: string, diagnostic: Diagnostic): void {
  for (let at: Scope | null = scope; at !== null; at = at.exportsTo) {
    if (isReserved(name, at)) return;
    at.failed.set(name, diagnostic);
    if (name.startsWith("_")) return;
  }
}

/** Every name that can be seen from `scope`. */
export function visibleNames(scope: Scope): readonly string[] {
  const names = new Set<string>();
  for (let at: Scope | null = scope; at !== null; at = at.parent) {
    for (const name of at.variables.keys()) names.add(name);
  }
  for (const name of BASE_NAMES) names.add(name);
  for (const name of LIBRARY_NAMES) names.add(name);
  return Array.from(names);
}
