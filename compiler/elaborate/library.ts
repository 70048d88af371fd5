/** The library: ordinary RASP, over the primitives `length` and `selector_width`. */
import type { Source, Span } from "../../language/source.ts";
import { parse } from "../syntax/parse.ts";
import type { Scope } from "./values.ts";
import type { Session } from "./session.ts";
import type { FunctionValue, Value } from "./values.ts";

const TEXT = `
def has_focus(sel) { return selector_width(sel) > 0; }

# How often elementwise equality holds. The indicator is the key, so that one of the two must be an s-op.
def count(seq, atom) { return selector_width(select(indicator(seq == atom), 1, ==)); }
def contains(seq, atom) { return count(seq, atom) > 0; }

def max(a, b) { return a if a > b else b; }
def min(a, b) { return a if a < b else b; }

def average(a) { return aggregate(full_s, a); }

def load_from_location(seq, location) { return aggregate(select(indices, location, ==), seq); }
def shift(seq, n, filler) { return aggregate(select(indices + n, indices, ==), seq, filler); }

def mark_first_instance(seq, val) {
  return seq == val and not has_focus(select(seq, val, ==) and select(indices, indices, <));
}
def mark_last_instance(seq, val) {
  return seq == val and not has_focus(select(seq, val, ==) and select(indices, indices, >));
}
def select_from_first(seq, val) { return select(mark_first_instance(seq, val), True, ==); }
def select_from_last(seq, val) { return select(mark_last_instance(seq, val), True, ==); }

def sort(seq, key) {
  earlier = select(key, key, <) or (select(key, key, ==) and select(indices, indices, <));
  target_position = selector_width(earlier);
  return aggregate(select(target_position, indices, ==), seq);
}

def select_next_identical(seq) {
  same = select(seq, seq, ==);
  rank = selector_width(same and select(indices, indices, <));
  return same and select(rank, rank + 1, ==);
}
`;

/** Each definition's text by its name: a program pays for parsing only what it uses. */
const DEFINITIONS: ReadonlyMap<string, Source> = new Map(
  TEXT.split(/\n(?=def )/)
    .slice(1)
    .map((text) => [/^def (\w+)/.exec(text)?.[1] ?? "", { name: "<library>", text }]),
);

/** The library's `name`, as it is seen from `span` in the user's text. */
export function findLibrary(session: Session, name: string, span: Span): Value {
  const { builder, base, library } = session;
  if (name === "full_s") {
    const one = builder.constant({ type: "int", value: 1 }, span);
    const node = builder.select(one, one, "==", span);
    if (!builder.graph.names.has(node)) builder.name(node, name);
    return { kind: "selector", node };
  }
  const known = library.get(name);
  if (known !== undefined) return known;
  const value = readDefinition(name, base);
  library.set(name, value);
  return value;
}

function readDefinition(name: string, scope: Scope): FunctionValue {
  const source = DEFINITIONS.get(name);
  if (source === undefined) throw new Error(`internal: the library lacks ${name}`);
  const { tree, diagnostics } = parse(source);
  const define = tree.statements[0];
  if (diagnostics.length > 0 || define?.kind !== "define") {
    throw new Error(`internal: the library's ${name}: ${diagnostics[0]?.message ?? "no definition"}`);
  }
  const parameters = define.parameters.map((parameter) => parameter.text);
  return { kind: "function", name, parameters, body: { define, scope, isLibrary: true } };
}
