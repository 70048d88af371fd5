/** Direct interpretation of the program graph: what a program means, and what a compiled one must give. */
import type { Atom } from "../language/atom.ts";
import { int } from "../language/atom.ts";
import type { Failure } from "../language/failure.ts";
import { isFailure } from "../language/failure.ts";
import type { Graph, Node, NodeId, SOp, Selector } from "../language/graph.ts";
import { isSelector, nodeOf, operandsOf } from "../language/graph.ts";
import type { AtomFunction } from "../language/operators.ts";
import { convertToken, prepareOperator, sequenceType } from "../language/operators.ts";
import type { Sequence } from "./aggregate.ts";
import { aggregate, width } from "./aggregate.ts";
import { select } from "./select.ts";
import type { Selection } from "./selection.ts";
import { both, complement, either } from "./selection.ts";

export interface EvaluationOptions {
  /** And-s key ≤ query where a selector meets `aggregate` or width; `length` is that of the prefix. */
  readonly causal: boolean;
}

/** A graph on one input. Values are kept; nodes added to the graph later can be asked for. */
export interface Evaluation {
  readonly sequence: (node: NodeId) => Sequence | Failure;
  readonly selection: (node: NodeId) => Selection | Failure;
  /** Why the node, of either kind, has no value on this input; null if it has one. */
  readonly failure: (node: NodeId) => Failure | null;
}

export function createEvaluation(
  graph: Graph,
  input: readonly Atom[],
  options: EvaluationOptions,
): Evaluation {
  return createInterpreter(graph, options)(input);
}

/** For many inputs: what does not depend on the input is made ready once. */
export function createInterpreter(
  graph: Graph,
  options: EvaluationOptions,
): (input: readonly Atom[]) => Evaluation {
  const operators = new Map<NodeId, AtomFunction>();
  const operatorOf = (node: SOp & { readonly kind: "map" }): AtomFunction => {
    const known = operators.get(node.id);
    if (known !== undefined) return known;
    const made = prepareOperator(node.operator);
    operators.set(node.id, made);
    return made;
  };
  return (input) => evaluateOn(graph, input, options, operatorOf);
}

function evaluateOn(
  graph: Graph,
  input: readonly Atom[],
  { causal }: EvaluationOptions,
  operatorOf: (node: SOp & { readonly kind: "map" }) => AtomFunction,
): Evaluation {
  const sequences = new Map<NodeId, Sequence>();
  const selections = new Map<NodeId, Selection>();
  const failures = new Map<NodeId, Failure>();
  const isKnown = (id: NodeId): boolean => sequences.has(id) || selections.has(id) || failures.has(id);
  const sequenceOf = (id: NodeId): Sequence => valueIn(sequences, id);
  const selectionOf = (id: NodeId): Selection => valueIn(selections, id);

  /** Before: the operands have values. */
  const atomsOf = (node: SOp): readonly Atom[] | Failure => {
    switch (node.kind) {
      case "tokens":
        return each(input, (element) => convertToken(node.reading, element));
      case "indices":
        return input.map((_, position) => int(position));
      case "length":
        return input.map((_, position) => int(causal ? position + 1 : input.length));
      case "constant":
        return input.map(() => node.value);
      case "map": {
        const operands = node.operands.map((id) => sequenceOf(id).atoms);
        const apply = operatorOf(node);
        return each(input, (_, position) => apply(operands.map((atoms) => atomAt(atoms, position))));
      }
      case "aggregate":
        return aggregate(selectionOf(node.selector), sequenceOf(node.value), node.default, causal);
      case "width":
        return width(selectionOf(node.selector), causal);
      default:
        return node satisfies never;
    }
  };

  /** Before: the operands have values. */
  const selectionFor = (node: Selector): Selection | Failure => {
    switch (node.kind) {
      case "select":
        return select(sequenceOf(node.keys).atoms, sequenceOf(node.queries).atoms, node.comparison);
      case "both":
        return both(selectionOf(node.left), selectionOf(node.right));
      case "either":
        return either(selectionOf(node.left), selectionOf(node.right));
      case "not":
        return complement(selectionOf(node.operand));
      default:
        return node satisfies never;
    }
  };

  /** Before: the operands are known. */
  const evaluateNode = (node: Node): void => {
    const failed = operandsOf(node).find((id) => failures.has(id));
    if (failed !== undefined) {
      failures.set(node.id, valueIn(failures, failed));
      return;
    }
    const result = isSelector(node) ? selectionFor(node) : typed(atomsOf(node));
    if (isFailure(result)) failures.set(node.id, { ...result, node: node.id });
    else if ("rows" in result) selections.set(node.id, result);
    else sequences.set(node.id, result);
  };

  /** Without recursion: graphs may be deeper than the stack. */
  const demand = (id: NodeId): void => {
    if (isKnown(id)) return;
    if (input.length === 0) {
      failures.set(id, { failed: "type", message: "the input is empty", node: id });
      return;
    }
    const needed = new Set([id]);
    for (const user of needed) {
      for (const operand of operandsOf(nodeOf(graph, user))) if (!isKnown(operand)) needed.add(operand);
    }
    // An operand's id is smaller than its user's.
    for (const next of [...needed].toSorted((a, b) => a - b)) evaluateNode(nodeOf(graph, next));
  };

  return {
    sequence: (id) => {
      demand(id);
      return failures.get(id) ?? sequenceOf(id);
    },
    selection: (id) => {
      demand(id);
      return failures.get(id) ?? selectionOf(id);
    },
    failure: (id) => {
      demand(id);
      return failures.get(id) ?? null;
    },
  };
}

/** The results at each position, or the first failure with its position. */
function each(
  input: readonly Atom[],
  evaluate: (element: Atom, position: number) => Atom | Failure,
): readonly Atom[] | Failure {
  const atoms: Atom[] = [];
  for (const [position, element] of input.entries()) {
    const atom = evaluate(element, position);
    if (isFailure(atom)) return { ...atom, message: `${atom.message}, at position ${position}` };
    atoms.push(atom);
  }
  return atoms;
}

function typed(atoms: readonly Atom[] | Failure): Sequence | Failure {
  if (isFailure(atoms)) return atoms;
  const type = sequenceType(atoms);
  return isFailure(type) ? type : { atoms, type };
}

function atomAt(atoms: readonly Atom[], position: number): Atom {
  const atom = atoms[position];
  if (atom === undefined) throw new Error(`internal: no atom at position ${position}`);
  return atom;
}

function valueIn<Value>(values: ReadonlyMap<NodeId, Value>, id: NodeId): Value {
  const value = values.get(id);
  if (value === undefined) throw new Error(`internal: node ${id} has no value of the kind asked for`);
  return value;
}
