/**
 * Shapes of JSON: what a value must be, in one place for the type, the check
 * and the published JSON Schema. The depth of a check is the shape's, never the
 * document's, so that no document can exhaust the stack.
 */
import type { Numbers } from "../model.ts";

/** One thing wrong with a document. */
export interface Problem {
  /** Where in the document: `tensors["embed.W_E"].shape[1]`; empty for the whole of it. */
  readonly path: string;
  /** Lower case, no full stop. */
  readonly message: string;
}

export interface Shape<T> {
  /** The same in JSON Schema, draft 2020-12. */
  readonly schema: Readonly<Record<string, unknown>>;
  /** Tells whether `value` is a T, and adds what is wrong with it to `problems`. */
  readonly check: (value: unknown, path: string, problems: Problem[]) => value is T;
  /** The same for what is no list or object, without a place for a problem: most values have none. */
  readonly test?: (value: unknown) => boolean;
}

type TypeOf<S> = S extends Shape<infer T> ? T : never;
type Fields = Readonly<Record<string, Shape<unknown>>>;

/** More problems than this help nobody. */
const MOST_PROBLEMS = 20;

export function report(problems: Problem[], path: string, message: string): void {
  if (problems.length < MOST_PROBLEMS) problems.push({ path, message });
}

/** `outer.name`, or `outer["na.me"]` where the name is not an identifier. */
export function pathOf(outer: string, name: string | number): string {
  if (typeof name === "number") return `${outer}[${name}]`;
  if (!/^[A-Za-z_]\w*$/.test(name)) return `${outer}[${JSON.stringify(shorten(name))}]`;
  return outer === "" ? name : `${outer}.${name}`;
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A value in a few words, for messages. */
export function describe(value: unknown): string {
  if (Array.isArray(value)) return "a list";
  if (isRecord(value)) return "an object";
  return typeof value === "string" ? JSON.stringify(shorten(value)) : String(value);
}

function shorten(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}

/** A shape from a test and the words for what is wanted. */
function simple<T>(
  schema: Readonly<Record<string, unknown>>,
  wanted: string,
  test: (value: unknown) => value is T,
): Shape<T> {
  return {
    schema,
    test,
    check: (value, path, problems): value is T => {
      if (test(value)) return true;
      report(problems, path, `must be ${wanted}, is ${describe(value)}`);
      return false;
    },
  };
}

/** The shape, with a sentence for the published schema. */
export function described<T>(description: string, shape: Shape<T>): Shape<T> {
  return { ...shape, schema: { description, ...shape.schema } };
}

export const text = simple({ type: "string" }, "a string", (value) => typeof value === "string");

export const truth = simple({ type: "boolean" }, "true or false", (value) => typeof value === "boolean");

/** JSON has no NaN, but `1e999` reads as infinity. */
export const number = simple(
  { type: "number" },
  "a finite number",
  (value): value is number => typeof value === "number" && Number.isFinite(value),
);

export function integer(least: number, greatest: number): Shape<number> {
  return simple(
    { type: "integer", minimum: least, maximum: greatest },
    `a whole number from ${least} to ${greatest}`,
    (value): value is number =>
      Number.isInteger(value) && Number(value) >= least && Number(value) <= greatest,
  );
}

export function literal<const T extends readonly (string | number | boolean)[]>(
  ...values: T
): Shape<T[number]> {
  const wanted = values.map((value) => JSON.stringify(value)).join(" or ");
  const schema = values.length === 1 ? { const: values[0] } : { enum: values };
  return simple(schema, wanted, (value): value is T[number] => values.some((allowed) => allowed === value));
}

/** 64 hex digits. */
export const sha256Hex = simple(
  { type: "string", pattern: "^[0-9a-f]{64}$" },
  "64 hexadecimal digits in lower case",
  (value): value is string => typeof value === "string" && /^[0-9a-f]{64}$/.test(value),
);

export function nullable<T>(shape: Shape<T>): Shape<T | null> {
  return {
    schema: { anyOf: [{ type: "null" }, shape.schema] },
    check: (value, path, problems): value is T | null => value === null || shape.check(value, path, problems),
  };
}

export function list<T>(item: Shape<T>, least = 0, greatest?: number): Shape<readonly T[]> {
  const schema: Record<string, unknown> = { type: "array", items: item.schema };
  if (least > 0) schema["minItems"] = least;
  if (greatest !== undefined) schema["maxItems"] = greatest;
  return {
    schema,
    check: (value, path, problems): value is readonly T[] => {
      if (!Array.isArray(value)) {
        report(problems, path, `must be a list, is ${describe(value)}`);
        return false;
      }
      if (value.length < least || value.length > (greatest ?? Infinity)) {
        const wanted = greatest === undefined ? `at least ${least}` : `${least} to ${greatest}`;
        report(problems, path, `must have ${wanted} elements, has ${value.length}`);
        return false;
      }
      let good = true;
      for (let i = 0; i < value.length && problems.length < MOST_PROBLEMS; i++) {
        if (item.test?.(value[i]) === true) continue;
        good = item.check(value[i], `${path}[${i}]`, problems) && good;
      }
      return good;
    },
  };
}

/** A list of numbers, which may be a typed array. */
export function numbers(item: Shape<number>): Shape<Numbers> {
  const plain = list(item);
  return {
    schema: plain.schema,
    check: (value, path, problems): value is Numbers => {
      if (!isTyped(value)) return plain.check(value, path, problems);
      const bad = value.findIndex((element) => item.test?.(element) !== true);
      return bad < 0 || item.check(value[bad], `${path}[${bad}]`, problems);
    },
  };
}

function isTyped(value: unknown): value is Exclude<Numbers, readonly number[]> {
  return ArrayBuffer.isView(value) && !(value instanceof DataView);
}

/** An object with exactly these fields. */
export function object<F extends Fields>(fields: F): Shape<{ [K in keyof F]: TypeOf<F[K]> }> {
  return objectWithOptional(fields, {});
}

/** An object with exactly these fields, of which the `optional` ones may be missing. */
export function objectWithOptional<F extends Fields, O extends Fields>(
  fields: F,
  optional: O,
): Shape<{ [K in keyof F]: TypeOf<F[K]> } & { [K in keyof O]?: TypeOf<O[K]> }> {
  type T = { [K in keyof F]: TypeOf<F[K]> } & { [K in keyof O]?: TypeOf<O[K]> };
  const all = new Map(Object.entries({ ...fields, ...optional }));
  return {
    schema: {
      type: "object",
      properties: Object.fromEntries([...all].map(([name, shape]) => [name, shape.schema])),
      required: Object.keys(fields),
      additionalProperties: false,
    },
    check: (value, path, problems): value is T => {
      if (!isRecord(value)) {
        report(problems, path, `must be an object, is ${describe(value)}`);
        return false;
      }
      const names = Object.keys(value);
      let good = true;
      for (const name of names) {
        const shape = all.get(name);
        if (shape?.test?.(value[name]) === true) continue;
        if (shape === undefined) report(problems, pathOf(path, name), "unknown field");
        good = shape !== undefined && shape.check(value[name], pathOf(path, name), problems) && good;
        if (problems.length >= MOST_PROBLEMS) return false;
      }
      for (const name of Object.keys(fields)) {
        if (Object.hasOwn(value, name)) continue;
        report(problems, pathOf(path, name), "missing");
        good = false;
      }
      return good;
    },
  };
}

/** One of several objects, told apart by a field that each has as a literal. */
export function tagged<C extends Fields>(tag: string, cases: C): Shape<TypeOf<C[keyof C]>> {
  const byTag = new Map(Object.entries(cases));
  return {
    schema: { oneOf: [...byTag.values()].map((shape) => shape.schema) },
    check: (value, path, problems): value is TypeOf<C[keyof C]> => {
      if (!isRecord(value)) {
        report(problems, path, `must be an object, is ${describe(value)}`);
        return false;
      }
      const kind = Object.hasOwn(value, tag) ? value[tag] : undefined;
      const shape = typeof kind === "string" ? byTag.get(kind) : undefined;
      if (shape !== undefined) return shape.check(value, path, problems);
      const wanted = [...byTag.keys()].map((name) => JSON.stringify(name)).join(" or ");
      report(
        problems,
        pathOf(path, tag),
        kind === undefined ? "missing" : `must be ${wanted}, is ${describe(kind)}`,
      );
      return false;
    },
  };
}

/** An object of any names, all of one shape. */
export function record<T>(item: Shape<T>): Shape<Readonly<Record<string, T>>> {
  return {
    schema: { type: "object", additionalProperties: item.schema },
    check: (value, path, problems): value is Readonly<Record<string, T>> => {
      if (!isRecord(value)) {
        report(problems, path, `must be an object, is ${describe(value)}`);
        return false;
      }
      let good = true;
      for (const name of Object.keys(value)) {
        good = item.check(value[name], pathOf(path, name), problems) && good;
        if (problems.length >= MOST_PROBLEMS) return false;
      }
      return good;
    },
  };
}

/** The first shape if the object has `field`, else the second. */
export function either<A, B>(field: string, having: Shape<A>, lacking: Shape<B>): Shape<A | B> {
  return {
    schema: { oneOf: [having.schema, lacking.schema] },
    check: (value, path, problems): value is A | B =>
      isRecord(value) && Object.hasOwn(value, field)
        ? having.check(value, path, problems)
        : lacking.check(value, path, problems),
  };
}

/** Every field name in the shape once: an object's own before those inside it. */
export function fieldNames({ schema }: Shape<unknown>): readonly string[] {
  const names = new Set<string>();
  const walk = (part: unknown): void => {
    if (Array.isArray(part)) part.forEach(walk);
    if (!isRecord(part)) return;
    const { properties, ...others } = part;
    if (isRecord(properties)) {
      for (const name of Object.keys(properties)) names.add(name);
      Object.values(properties).forEach(walk);
    }
    Object.values(others).forEach(walk);
  };
  walk(schema);
  return [...names];
}
