/** Program graph → model: lower, search for failing inputs, assemble, certify. */
import type { Atom } from "../language/atom.ts";
import type { Diagnostic } from "../language/diagnostics/diagnostic.ts";
import type { Failure } from "../language/failure.ts";
import type { Graph } from "../language/graph.ts";
import { nodeOf } from "../language/graph.ts";
import type { Source } from "../language/source.ts";
import { positionAt } from "../language/source.ts";
import { sha256Of } from "../runtime/file/hash.ts";
import type { Model } from "../runtime/model.ts";
import { searchFailure } from "./search.ts";
import { assemble, MOST_WEIGHTS } from "./assembly/assemble.ts";
import type { Shortfall } from "./assembly/certify.ts";
import { certify } from "./assembly/certify.ts";
import { describeCircuit, describeFeatures } from "./assembly/manifest.ts";
import type { Doubt } from "./lowering/context/lowering.ts";
import type { NamedNode } from "./lowering/lower.ts";
import { lower } from "./lowering/lower.ts";
import { findRemedies } from "./remedies.ts";

export interface CompileRequest {
  readonly graph: Graph;
  readonly outputs: readonly NamedNode[];
  /** Distinct elements of one type. */
  readonly vocabulary: readonly Atom[];
  readonly maxLength: number;
  readonly causal: boolean;
  readonly precision: "float32" | "float64";
  /** Compile although some inputs are known to fail. */
  readonly partial: boolean;
  /** Write a model whose exactness is not established. */
  readonly uncertified: boolean;
  /** The program's text and name, for the file. */
  readonly source: Source;
  readonly layout: "named" | "packed";
  /** Weights that are not 0, where fewer than usual are to be had. */
  readonly mostWeights?: number;
  /** Runs the program on an input (the interpreter, given from outside): null where all outputs have values. */
  readonly probe: (input: readonly Atom[]) => Failure | null;
}

export type CompileResult =
  | {
      readonly kind: "compiled";
      readonly model: Omit<Model, "contentHash">;
      readonly diagnostics: readonly Diagnostic[];
    }
  | { readonly kind: "refused"; readonly diagnostics: readonly Diagnostic[] };

export function compileGraph(request: CompileRequest): CompileResult {
  const { graph, outputs, vocabulary, maxLength, causal, precision } = request;
  const options = { graph, vocabulary, maxLength, causal, precision };
  const lowered = lower(options, outputs);
  /** The refusal, with what was found to help. */
  const refuse = (diagnostic: Diagnostic): CompileResult => {
    const notes = findRemedies(options, outputs, lowered.work);
    return { kind: "refused", diagnostics: [{ ...diagnostic, notes: [...diagnostic.notes, ...notes] }] };
  };
  const failing = examineDoubts(request, lowered.doubts);
  if (failing.fatal) return { kind: "refused", diagnostics: failing.diagnostics };
  if (lowered.kind === "refused") {
    const { diagnostic } = lowered;
    return diagnostic.kind === "too-large"
      ? refuse(diagnostic)
      : { kind: "refused", diagnostics: [diagnostic] };
  }
  const { circuit } = lowered;
  const assembled = assemble(circuit, { ...request, partial: failing.partial });
  if (assembled === null) return refuse(tooManyWeights(request));
  const { certificate, shortfalls } = certify(circuit, assembled, {
    maxLength,
    precision,
    assumptions: failing.assumptions,
  });
  const [shortfall] = shortfalls;
  if (shortfall !== undefined && !request.uncertified) {
    return refuse(uncertified(shortfall, request));
  }
  const model: Omit<Model, "contentHash"> = {
    format: "rasp-compiler-weights",
    version: 1,
    program: {
      file: request.source.name,
      source: request.source.text,
      hash: sha256Of(request.source.text),
      outputs: outputs.map(({ name }) => name),
      partial: failing.partial,
    },
    config: assembled.config,
    tokenizer: { vocabulary, bos: vocabulary.length, pad: vocabulary.length + 1 },
    features: describeFeatures(circuit, assembled),
    tensors: assembled.tensors,
    outputs: assembled.outputs,
    circuit: describeCircuit(circuit, assembled, { graph, outputs: outputs.map(({ node }) => node) }),
    certificate,
  };
  return { kind: "compiled", model, diagnostics: failing.diagnostics };
}

function tooManyWeights({ graph, outputs, mostWeights: most = MOST_WEIGHTS }: CompileRequest): Diagnostic {
  const [output] = outputs;
  return {
    code: "too-large",
    kind: "too-large",
    severity: "error",
    message: `the model would have more than ${most.toLocaleString("en")} weights that are not 0`,
    span: output === undefined ? null : nodeOf(graph, output.node).span,
    notes: [],
    help: "a shorter `max-length`, a smaller vocabulary or fewer values make it smaller",
  };
}

interface Examined {
  readonly fatal: boolean;
  /** True if some input is known to fail and the program is compiled all the same. */
  readonly partial: boolean;
  readonly assumptions: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Searches for an input that makes a doubt come true; what is neither proved nor found is assumed. */
function examineDoubts(request: CompileRequest, doubts: readonly Doubt[]): Examined {
  if (doubts.length === 0) return { fatal: false, partial: false, assumptions: [], diagnostics: [] };
  const { found, tried, exhaustive } = searchFailure(request);
  if (found !== null) {
    const diagnostic = failingInput(request, found.input, found.failure);
    const fatal = !request.partial;
    return { fatal, partial: request.partial, assumptions: [], diagnostics: [diagnostic] };
  }
  if (exhaustive) return { fatal: false, partial: false, assumptions: [], diagnostics: [] };
  const inputs = tried.toLocaleString("en");
  const assumptions = doubts.map(({ node, reason }) => {
    const { span } = nodeOf(request.graph, node);
    const { line } = positionAt(span.source, span.start);
    return `never so at ${span.source.name} line ${String(line)}: ${reason} (not proved, no counterexample in ${inputs} inputs)`;
  });
  const diagnostics = doubts.map(({ node, reason }): Diagnostic => ({
    code: "unproved-assumption",
    kind: "uncertified",
    severity: "warning",
    message: `${reason}: not proved never to happen, no counterexample in ${inputs} inputs`,
    span: nodeOf(request.graph, node).span,
    notes: [],
    help: "the certificate is conditional on it",
  }));
  return { fatal: false, partial: false, assumptions, diagnostics };
}

function failingInput(request: CompileRequest, input: readonly Atom[], failure: Failure): Diagnostic {
  const text = JSON.stringify(input.map(({ value }) => value));
  return {
    code: "failing-input",
    kind: failure.failed,
    severity: request.partial ? "warning" : "error",
    message: `the program has no value on the input ${text}: ${failure.message}`,
    span: failure.node === undefined ? null : nodeOf(request.graph, failure.node).span,
    label: "fails here",
    notes: [],
    help: "change the program so that it has a value there, narrow `vocabulary` or `max-length`, or compile with `--partial`",
  };
}

function uncertified({ place, reason, span }: Shortfall, { precision }: CompileRequest): Diagnostic {
  const wider = precision === "float32" ? ", or `--precision float64`" : "";
  return {
    code: "uncertified",
    kind: "uncertified",
    severity: "error",
    message: `exactness cannot be certified in ${precision}: at ${place}, ${reason}`,
    span,
    notes: [],
    help: `try a shorter \`max-length\`, a smaller vocabulary${wider}; \`--uncertified\` writes the model all the same`,
  };
}
