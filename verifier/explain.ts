/** The steps of a proof in the file's words: which rule proved which fact, of what, and where that is. */
import type { Model, ModelNode, ModelOperator, ModelSpan, ModelStatement } from "../runtime/model.ts";
import type { FactKind } from "./report/rule.ts";
import type { Step, Subject } from "./report/steps.ts";

export interface ProofStep {
  /** The half-layer at which it was first needed: 0 is the embedding, 2l + 1 layer l's attention, 2l + 2 its MLP. */
  readonly half: number;
  readonly rule: string;
  readonly fact: FactKind;
  /** What kind of thing the fact is of … */
  readonly of: Subject["kind"];
  /** … and which: an expression of the program, a head, a dimension, neurons, states, an output. */
  readonly subject: string;
  /** The features that it is about, by name. */
  readonly features: readonly string[];
  /** The first line of the source that these come from; null where the file does not say. */
  readonly line: number | null;
}

/** Steps that come to the same words are one. */
export function explainSteps(
  model: Model,
  statement: ModelStatement,
  steps: readonly Step[],
): readonly ProofStep[] {
  const explained = new Map<string, ProofStep>();
  for (const { half, rule, subject } of steps) {
    const { text, features, spans } = placeOf(model, statement, subject, half);
    const lines = spans.flatMap((span) => (span === null ? [] : [span.line]));
    const line = lines.length === 0 ? null : Math.min(...lines);
    const key = `${rule.name}: ${text} ${features.join(" ")}`;
    if (explained.has(key)) continue;
    explained.set(key, {
      half,
      rule: rule.name,
      fact: rule.of,
      of: subject.kind,
      subject: text,
      features,
      line,
    });
  }
  return [...explained.values()].toSorted((a, b) => a.half - b.half);
}

interface Place {
  readonly text: string;
  readonly features: readonly string[];
  readonly spans: readonly (ModelSpan | null)[];
}

function placeOf(model: Model, statement: ModelStatement, subject: Subject, half: number): Place {
  switch (subject.kind) {
    case "node":
      return placeOfNode(model, statement, subject.node);
    case "head": {
      const { layer, head } = subject;
      const named = model.circuit.heads.filter((own) => own.layer === layer && own.head === head);
      return {
        text: `layer ${String(layer)} head ${String(head)}`,
        features: named.flatMap(({ writes }) => writes),
        spans: named.map(({ span }) => span),
      };
    }
    case "dimension":
      return { text: `dimension ${String(subject.dimension)}`, ...held(model, subject.dimension, half) };
    case "neurons": {
      const { layer, dimension } = subject;
      const text = `layer ${String(layer)} neurons that write dimension ${String(dimension)}`;
      return { text, ...held(model, dimension, half) };
    }
    case "states":
      return { text: subject.variables.join(", "), features: [], spans: [] };
    case "output":
      return { text: subject.name, features: [], spans: [] };
    default:
      return subject satisfies never;
  }
}

/** What a dimension holds from a half-layer on. */
function held({ features }: Model, dimension: number, half: number): Pick<Place, "features" | "spans"> {
  const named = features.filter((own) => own.dimension === dimension && own.live.from === half);
  return { features: named.map(({ name }) => name), spans: named.map(({ span }) => span) };
}

/** A node stands in no line itself; the channels that hold it, or its selector, do. */
function placeOfNode(model: Model, { graph, channels }: ModelStatement, id: number): Place {
  const isOf = (aggregate: number): boolean => {
    const node = graph[aggregate];
    return aggregate === id || (node?.kind === "aggregate" && node.selector === id);
  };
  const holding = channels.filter((channel) =>
    channel.kind === "count"
      ? channel.selectors.some((selector) => selector === id || isWidthOf(graph[id], selector))
      : channel.aggregates.some(isOf),
  );
  const places = holding.map(({ dimension, from }) => held(model, dimension, from));
  return {
    text: textOf(graph, id),
    features: [...new Set(places.flatMap(({ features }) => features))],
    spans: places.flatMap(({ spans }) => spans),
  };
}

function isWidthOf(node: ModelNode | undefined, selector: number): boolean {
  return node?.kind === "width" && node.selector === selector;
}

/** Deeper expressions are left out. */
const DEEPEST = 4;

/** A node as an expression of RASP; its number stands for what is too deep. */
function textOf(graph: readonly ModelNode[], id: number, depth = 0): string {
  const node = graph[id];
  if (node === undefined) throw new Error(`internal: no node ${String(id)}`);
  const operand = (of: number): string => (depth < DEEPEST ? textOf(graph, of, depth + 1) : `#${String(of)}`);
  switch (node.kind) {
    case "tokens":
      return node.reading === "asis" ? "tokens" : `tokens_${node.reading}`;
    case "indices":
    case "length":
      return node.kind;
    case "constant":
      return atomText(node.value);
    case "map":
      return mapText(node.operator, node.operands.map(operand));
    case "aggregate": {
      const [selector, value] = [operand(node.selector), operand(node.value)];
      return `aggregate(${selector}, ${value}, ${atomText(node.default)})`;
    }
    case "width":
      return `selector_width(${operand(node.selector)})`;
    case "select":
      return `select(${operand(node.keys)}, ${operand(node.queries)}, ${node.comparison})`;
    case "both":
      return `(${operand(node.left)} and ${operand(node.right)})`;
    case "either":
      return `(${operand(node.left)} or ${operand(node.right)})`;
    case "not":
      return `not ${operand(node.operand)}`;
    default:
      return node satisfies never;
  }
}

function mapText(operator: ModelOperator, operands: readonly string[]): string {
  const [first = "", second = "", third = ""] = operands;
  switch (operator.kind) {
    case "binary":
      return `(${first} ${operator.symbol} ${second})`;
    case "unary":
      return ["-", "+", "not"].includes(operator.symbol)
        ? `${operator.symbol} ${first}`
        : `${operator.symbol}(${first})`;
    case "choose":
      return `(${first} if ${second} else ${third})`;
    case "member":
      return `(${first} in [${operator.items.map(atomText).join(", ")}])`;
    case "element":
      return `[${operator.items.map(atomText).join(", ")}][${first}]`;
    case "entry":
      return `{${operator.entries.map((pair) => pair.map(atomText).join(": ")).join(", ")}}[${first}]`;
    default:
      return operator satisfies never;
  }
}

function atomText({ type, value }: { readonly type: string; readonly value: unknown }): string {
  if (type === "string") return JSON.stringify(value);
  if (type === "bool") return value === true ? "True" : "False";
  return String(value);
}
