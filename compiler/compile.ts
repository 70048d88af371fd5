/**
 * The compiler from top to bottom: from a program's text to weights that are
 * proved. Each stage is a line and is shown to whoever looks (stages.ts).
 */
import type { Diagnostic } from "../language/diagnostics/diagnostic.ts";
import { report } from "../language/diagnostics/report.ts";
import { nodeOf } from "../language/graph.ts";
import type { Source } from "../language/source.ts";
import { seal, type Sealed } from "../runtime/file/serialise.ts";
import type { Model } from "../runtime/model.ts";
import { assemble, MOST_WEIGHTS } from "./assembly/assemble.ts";
import { certify, type Shortfall } from "./assembly/certify.ts";
import { gather } from "./assembly/gather.ts";
import { unclaim, weaken } from "./assembly/weaken.ts";
import type { Checked, Engines } from "./engines.ts";
import { examine } from "./examine.ts";
import { elaborateReading, read } from "./frontend.ts";
import type { Reading } from "./settings/reading.ts";
import { lower } from "./lowering/lower.ts";
import { findRemedies } from "./remedies.ts";
import type { Output } from "./settings/choose.ts";
import type { Request } from "./settings/request.ts";
import { chooseTarget, type Target } from "./settings/target.ts";
import { unobserved, type Observer } from "./stages.ts";

/** A program with its weights. */
export interface Compiled {
  readonly kind: "compiled";
  readonly target: Target;
  readonly model: Model;
  /** The weights file. */
  readonly text: string;
  /** The checker's answer; null where exactness is not claimed, so that there is nothing to prove. */
  readonly checked: Checked | null;
  readonly diagnostics: readonly Diagnostic[];
}

export interface Refusal {
  readonly kind: "refused";
  /** Null where already what was to be compiled is unclear. */
  readonly target: Target | null;
  /** The outputs asked for, as far as they are known. */
  readonly outputs: readonly Output[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Text → weights. */
export function compile(
  request: Request,
  engines: Engines,
  see: Observer = unobserved,
): (Compiled | Refusal) & { readonly reading: Reading } {
  const reading = read(request, see);
  const elaborated = elaborateReading(reading, null, see);
  const chosen = chooseTarget(reading, elaborated);
  if (chosen.kind === "refused") return { ...chosen, target: null, reading };
  see({ stage: "choose", value: chosen.target });
  const compiled = compileTarget(chosen.target, weightOptionsOf(reading), engines, see);
  return { ...compiled, reading, diagnostics: [...chosen.diagnostics, ...compiled.diagnostics] };
}

/** What of a request is about the weights, not about the program. */
export interface WeightOptions {
  readonly precision: "float32" | "float64";
  readonly layout: "named" | "packed";
  /** Compile although some inputs are known to fail. */
  readonly partial: boolean;
  /** Write a model whose exactness is not established. */
  readonly uncertified: boolean;
  /** Weights that are not 0, where fewer than usual are to be had. */
  readonly mostWeights?: number;
  /** The program's text and name, for the file. */
  readonly source: Source;
}

export function weightOptionsOf({ request }: Reading): WeightOptions {
  const {
    precision = "float32",
    layout = "named",
    partial = false,
    uncertified = false,
  } = request.options ?? {};
  return { precision, layout, partial, uncertified, source: request.source };
}

/** The second half, for outputs that are chosen: program graph → weights. */
export function compileTarget(
  target: Target,
  options: WeightOptions,
  engines: Engines,
  see: Observer = unobserved,
): Compiled | Refusal {
  const { program, outputs, space, causal } = target;
  const { precision } = options;
  const bounds = { graph: program.graph, ...space, causal, precision };
  const refused = (diagnostics: readonly Diagnostic[]): Refusal => ({
    kind: "refused",
    target,
    outputs,
    diagnostics,
  });
  /** With what was found to help. */
  const refusedWithRemedies = (diagnostic: Diagnostic): Refusal => {
    const notes = findRemedies(bounds, outputs, lowered.work);
    return refused([{ ...diagnostic, notes: [...diagnostic.notes, ...notes] }]);
  };

  const lowered = lower(bounds, outputs);
  if (lowered.kind === "lowered") see({ stage: "lower", value: lowered.circuit });

  const examined = examine(target, lowered.doubts, options.partial, engines.interpret);
  see({ stage: "search", value: examined });
  if (examined.fatal) return refused(examined.diagnostics);
  if (lowered.kind === "refused") {
    const { diagnostic } = lowered;
    return diagnostic.kind === "too-large" ? refusedWithRemedies(diagnostic) : refused([diagnostic]);
  }

  const { circuit } = lowered;
  const { partial, assumptions, diagnostics } = examined;
  const assembled = assemble(circuit, { ...bounds, ...options, partial });
  if (assembled === null) return refusedWithRemedies(tooManyWeights(target, options));
  see({ stage: "assemble", value: { circuit, assembled } });

  const { certificate, shortfalls } = certify(circuit, assembled, { ...space, precision, assumptions });
  see({ stage: "certify", value: certificate });
  const [shortfall] = shortfalls;
  if (shortfall !== undefined && !options.uncertified) {
    return refusedWithRemedies(notCertified(shortfall, options));
  }

  const { source } = options;
  const sealed = seal(gather({ target, source, partial, circuit, assembled, certificate }));
  see({ stage: "seal", value: sealed });

  const { model, text, checked } = check(sealed, target, engines);
  see({ stage: "verify", value: checked });
  return { kind: "compiled", target, model, text, checked, diagnostics };
}

/**
 * Lets the checker look at what was written. Bounds that it finds wider are claimed as wide
 * as it finds them; a model that it does not prove claims nothing.
 */
function check(
  sealed: Sealed,
  target: Target,
  { verify }: Engines,
): Sealed & { readonly checked: Checked | null } {
  // What is not claimed to be exact is not to be proved.
  if (sealed.model.certificate.certified === false) return { ...sealed, checked: null };
  const checked = verify(sealed.model, target);
  const [finding] = checked.findings;
  if (finding === undefined) return { ...sealed, checked };
  if (checked.findings.every(({ verdict }) => verdict === "overstated")) {
    const weaker = weaken(sealed.model, checked.figures);
    const again = verify(weaker.model, target);
    if (again.proved) return { ...weaker, checked: again };
  }
  return { ...unclaim(sealed.model, finding), checked };
}

function tooManyWeights(
  { program, outputs }: Target,
  { mostWeights: most = MOST_WEIGHTS }: WeightOptions,
): Diagnostic {
  const [output] = outputs;
  const span = output === undefined ? null : nodeOf(program.graph, output.node).span;
  return report("too-large", { case: "weights", most }, span);
}

function notCertified({ place, reason, span }: Shortfall, { precision }: WeightOptions): Diagnostic {
  return report("uncertified", { case: "shortfall", precision, place, reason }, span);
}
