/** Statements: what gives values a name. */
import type { Atom } from "../../language/atom.ts";
import { int } from "../../language/atom.ts";
import { binary, called, choose, count, extreme, shift, unary } from "./apply.ts";
import { createGrower } from "./grow.ts";
import type { Grower } from "./grower.ts";
import type { Random } from "../../language/random.ts";
import type { SOp, Value, ValueType, World } from "./values.ts";
import { constant, indices, literal, renamed, select, valuesOf, width } from "./values.ts";

/** A program being written. */
export interface Draft {
  readonly random: Random;
  readonly world: World;
  readonly vocabulary: readonly Atom[];
  readonly effort: number;
  readonly lines: string[];
  /** All but functions, latest last. */
  readonly named: Value[];
}

const types: readonly (readonly [number, ValueType])[] = [
  [4, "int"],
  [4, "number"],
  [3, "bool"],
  [3, "string"],
];

/** Adds one statement, or several that belong together; none where nothing fitting was found. */
export function addStatement(draft: Draft): void {
  draft.random.weighted<(draft: Draft) => void>([
    [10, assign],
    [4, assignSelector],
    [3, defineAndCall],
    [2, accumulate],
    [2, comprehend],
    [1, assignTwo],
  ])(draft);
}

function growerOf({ random, world, vocabulary }: Draft, named: readonly Value[]): Grower {
  return createGrower(random, world, vocabulary, named);
}

function freshName(draft: Draft, stem: string): string {
  return `${stem}${String(draft.lines.length + 1)}`;
}

function anySOp({ random, effort }: Draft, grower: Grower): SOp {
  return grower.sOp(random.weighted(types), effort);
}

function assign(draft: Draft): void {
  const value = anySOp(draft, growerOf(draft, draft.named));
  const name = freshName(draft, "x");
  draft.lines.push(`${name} = ${value.text};`);
  draft.named.push(renamed(value, name));
}

function assignSelector(draft: Draft): void {
  const value = growerOf(draft, draft.named).selector(draft.effort);
  const name = freshName(draft, "s");
  draft.lines.push(`${name} = ${value.text};`);
  draft.named.push(renamed(value, name));
}

function assignTwo(draft: Draft): void {
  const grower = growerOf(draft, draft.named);
  const [first, second] = [anySOp(draft, grower), anySOp(draft, grower)];
  const [left, right] = [freshName(draft, "p"), freshName(draft, "q")];
  draft.lines.push(`${left}, ${right} = ${first.text}, ${second.text};`);
  draft.named.push(renamed(first, left), renamed(second, right));
}

/** A function of one or two values, with a local name, called once. */
function defineAndCall(draft: Draft): void {
  const { random, named, effort } = draft;
  const grower = growerOf(draft, named);
  const callArguments: Value[] = Array.from({ length: 1 + random.below(2) }, () =>
    random.chance(0.25) ? grower.selector(1) : anySOp({ ...draft, effort: 1 }, grower),
  );
  const parameters = callArguments.map((_, at) => (at === 0 ? "a" : "b"));
  const inner: Value[] = callArguments.map((value, at) => renamed(value, parameters[at] ?? "a"));
  // Only what the function itself is given, and the latest global names: its values do not change later.
  const visible = [...named.slice(-2), ...inner, ...inner];
  const body: string[] = [];
  if (random.chance(0.5)) {
    const local = anySOp({ ...draft, effort: 1 }, growerOf(draft, visible));
    body.push(`  t = ${local.text};`);
    visible.push(renamed(local, "t"));
  }
  const result = anySOp({ ...draft, effort: Math.max(1, effort - 1) }, growerOf(draft, visible));
  const name = freshName(draft, "f");
  const call = called(name, callArguments, result);
  if (call === null) return;
  const target = freshName(draft, "y");
  draft.lines.push(
    `def ${name}(${parameters.join(", ")}) {\n${[...body, `  return ${result.text};`].join("\n")}\n}`,
    `${target} = ${call.text};`,
  );
  named.push(renamed(result, target));
}

/** What a loop or comprehension makes of an atom; the text must not depend on the atom. */
type Step = (atom: SOp) => SOp | null;

function steps(draft: Draft): { readonly atoms: readonly Atom[]; readonly step: Step } {
  const { random, world } = draft;
  const grower = growerOf(draft, draft.named);
  const number = anySOpOf(grower, ["int", "number"]);
  const value = anySOpOf(grower, ["int", "number", "bool", "string"]);
  const distances = [1, 2, -1, 3].slice(0, 2 + random.below(3)).map(int);
  const values = valuesOf(value).slice(0, 3);
  const comparison = random.pick(["==", "<", ">="] as const);
  return random.pick<{ readonly atoms: readonly Atom[]; readonly step: Step }>([
    { atoms: values, step: (atom) => count(world, value, atom) },
    {
      atoms: values,
      step: (atom) => {
        const equal = binary("==", value, atom);
        return equal === null ? null : unary("indicator", equal);
      },
    },
    { atoms: distances, step: (atom) => binary("*", number, atom) },
    { atoms: distances, step: (atom) => shifted(world, number, atom) },
    {
      atoms: distances,
      step: (atom) => {
        const place = binary("+", indices(world), atom);
        const selector = place === null ? null : select(number, place, comparison);
        return selector === null ? null : width(world, selector);
      },
    },
  ]);
}

function anySOpOf(grower: Grower, choices: readonly ValueType[]): SOp {
  return grower.sOp(grower.random.pick(choices), 1);
}

function shifted(world: World, value: SOp, by: SOp): SOp | null {
  const distance = by.rows[0]?.[0]?.value;
  if (typeof distance !== "number") return null;
  const moved = shift(world, value, distance, int(0));
  return moved === null ? null : called("shift", [value, by, constant(world, int(0))], moved);
}

/** `for i in […] { total = total + …; }` */
function accumulate(draft: Draft): void {
  const { random, world, named, lines } = draft;
  const { atoms, step } = steps(draft);
  const name = freshName(draft, "total");
  const symbol = random.pick(["+", "+", "-", "max"] as const);
  let total: SOp | null = constant(world, int(0));
  let body = "";
  for (const atom of atoms) {
    const item: SOp | null = step(renamed(constant(world, atom), "i"));
    const before: SOp = renamed(total, name);
    total =
      item === null ? null : symbol === "max" ? extreme("max", before, item) : binary(symbol, before, item);
    if (total === null) return;
    body = total.text;
  }
  if (total.isAtom) return;
  lines.push(`${name} = 0;`, `for i in [${atoms.map(literal).join(", ")}] { ${name} = ${body}; }`);
  named.push(renamed(total, name));
}

/** `[… for i in […]]`, unpacked or looked into. */
function comprehend(draft: Draft): void {
  const { random, world, named, lines } = draft;
  const { atoms, step } = steps(draft);
  const items: SOp[] = [];
  for (const atom of atoms) {
    const item = step(renamed(constant(world, atom), "i"));
    if (item === null) return;
    items.push(item);
  }
  const [first] = items;
  if (first === undefined) return;
  const list = `[${first.text} for i in [${atoms.map(literal).join(", ")}]]`;
  if (random.chance(0.5) && items.length > 1) {
    const names = items.map((_, at) => `${freshName(draft, "c")}_${String(at)}`);
    lines.push(`${names.join(", ")} = ${list};`);
    for (const [at, item] of items.entries()) named.push(renamed(item, names[at] ?? ""));
    return;
  }
  const name = freshName(draft, "list");
  lines.push(`${name} = ${list};`);
  for (const [at, item] of items.entries()) named.push(renamed(item, `${name}[${String(at)}]`, 1));
  if (random.chance(0.5)) {
    const condition = growerOf(draft, named).sOp("bool", 1);
    const last = items.at(-1);
    const picked = last === undefined ? null : choose(first, condition, last);
    if (picked === null) return;
    const target = freshName(draft, "z");
    lines.push(`${target} = ${name}[0] if ${condition.text} else ${name}[-1];`);
    named.push(renamed(picked, target));
  }
}
