/** What must hold between the fields of a weights file, once each field has its shape. */
import { equalPairs, showAtom } from "../atoms.ts";
import { limits } from "./format.ts";
import type { Model, ModelNode, ModelStatement, Tensor } from "../model.ts";
import type { Problem } from "./shape.ts";
import { pathOf, report } from "./shape.ts";
import { sizeOf, tensorShapes } from "../tensors.ts";

/** Everything but the hashes. Allocates nothing that a size in the file asks for. */
export function checkModel(model: Omit<Model, "contentHash">): readonly Problem[] {
  const problems: Problem[] = [];
  checkConfig(model, problems);
  checkTokenizer(model, problems);
  checkOutputs(model, problems);
  checkFeatures(model, problems);
  checkPlaces(model, problems);
  if (model.circuit.statement !== undefined) checkStatement(model.circuit.statement, model, problems);
  if (problems.length === 0) checkTensors(model, problems);
  return problems;
}

type Unhashed = Omit<Model, "contentHash">;

function checkConfig({ config, tokenizer }: Unhashed, problems: Problem[]): void {
  const { layers, heads, dMlp, dModel, dHead, maxLength } = config;
  if (heads.length !== layers) {
    report(problems, "config.heads", `must have one element a layer (${layers}), has ${heads.length}`);
  }
  if (dMlp.length !== layers) {
    report(problems, "config.dMlp", `must have one element a layer (${layers}), has ${dMlp.length}`);
  }
  if (!Number.isInteger(Math.log2(dHead) / 2)) {
    report(problems, "config.dHead", `must be a power of 4, is ${dHead}`);
  } else if (config.attentionScale !== 1 / Math.sqrt(dHead)) {
    const wanted = 1 / Math.sqrt(dHead);
    report(
      problems,
      "config.attentionScale",
      `must be 1/sqrt(dHead), ${wanted}, is ${config.attentionScale}`,
    );
  }
  const widest = Math.max(dModel, ...heads.map((count) => count * dHead), ...dMlp);
  if ((maxLength + 1) * widest > limits.activation) {
    const most = limits.activation;
    report(
      problems,
      "config",
      `${maxLength + 1} positions of ${widest} numbers are more than the limit of ${most}`,
    );
  }
  const vocabulary = tokenizer.vocabulary.length;
  if (vocabulary > limits.tensor) report(problems, "tokenizer.vocabulary", "too many tokens");
}

function checkTokenizer({ tokenizer }: Unhashed, problems: Problem[]): void {
  const { vocabulary, bos, pad } = tokenizer;
  for (const [earlier, later] of equalPairs(vocabulary)) {
    const atom = vocabulary[later];
    const shown = atom === undefined ? "" : showAtom(atom);
    report(problems, `tokenizer.vocabulary[${later}]`, `${shown} is equal to element ${earlier}`);
  }
  if (bos !== vocabulary.length) report(problems, "tokenizer.bos", `must be ${vocabulary.length}, is ${bos}`);
  if (pad !== vocabulary.length + 1) {
    report(problems, "tokenizer.pad", `must be ${vocabulary.length + 1}, is ${pad}`);
  }
}

function checkOutputs({ outputs, program }: Unhashed, problems: Problem[]): void {
  checkUnique(
    outputs.map((output) => output.name),
    (i) => `outputs[${i}].name`,
    problems,
  );
  if (
    program.outputs.length !== outputs.length ||
    program.outputs.some((name, i) => name !== outputs[i]?.name)
  ) {
    report(problems, "program.outputs", "must be the names in outputs, in their order");
  }
  for (const [i, { kind, values, readings }] of outputs.entries()) {
    const path = `outputs[${i}].readings`;
    if (kind === "logits") {
      if (readings !== undefined) report(problems, path, "only a readout has readings");
      continue;
    }
    if (readings === undefined) {
      report(problems, path, "missing");
      continue;
    }
    if (readings.length !== values.length) {
      report(problems, path, `must have one element a value (${values.length}), has ${readings.length}`);
    }
    const unordered = readings.findIndex(
      (reading, at) => at > 0 && !(reading > (readings[at - 1] ?? Infinity)),
    );
    if (unordered >= 0)
      report(problems, `${path}[${unordered}]`, "must be greater than the element before it");
  }
}

function checkFeatures({ features, config }: Unhashed, problems: Problem[]): void {
  checkUnique(
    features.map((feature) => feature.name),
    (i) => `features[${i}].name`,
    problems,
  );
  const end = 2 * config.layers;
  for (const [i, { dimension, live }] of features.entries()) {
    checkBelow(dimension, config.dModel, `features[${i}].dimension`, problems);
    checkBelow(live.to, end + 1, `features[${i}].live.to`, problems);
    if (live.from > live.to) report(problems, `features[${i}].live`, "must not end before it begins");
  }
  checkDisjoint(features, problems);
}

/** Features that share a dimension hold it one after the other: the MLP that reads one last may write the next. */
function checkDisjoint(features: Unhashed["features"], problems: Problem[]): void {
  const order = [...features.keys()].toSorted((a, b) => {
    const [left, right] = [features[a]!, features[b]!];
    const sameDimension = left.live.from - right.live.from || left.live.to - right.live.to;
    return left.dimension - right.dimension || sameDimension;
  });
  for (const [at, i] of order.entries()) {
    const earlier = features[order[at - 1] ?? -1];
    const later = features[i]!;
    if (earlier?.dimension !== later.dimension || earlier.live.to <= later.live.from) continue;
    const text = `dimension ${later.dimension} still holds ${JSON.stringify(earlier.name)}`;
    report(problems, `features[${i}].live.from`, text);
  }
}

/** Heads and neurons that the circuit and the certificate speak of. */
function checkPlaces({ circuit, certificate, config }: Unhashed, problems: Problem[]): void {
  const checkHead = ({ layer, head }: { layer: number; head: number }, path: string): void => {
    checkBelow(layer, config.layers, `${path}.layer`, problems);
    if (layer < config.layers) checkBelow(head, config.heads[layer] ?? 0, `${path}.head`, problems);
  };
  for (const [i, head] of circuit.heads.entries()) checkHead(head, `circuit.heads[${i}]`);
  for (const [i, head] of certificate.heads.entries()) checkHead(head, `certificate.heads[${i}]`);
  for (const [i, { layer }] of certificate.neuronGroups.entries()) {
    checkBelow(layer, config.layers, `certificate.neuronGroups[${i}].layer`, problems);
  }
  for (const [i, { layer, neurons }] of circuit.neuronGroups.entries()) {
    const path = `circuit.neuronGroups[${i}]`;
    checkBelow(layer, config.layers, `${path}.layer`, problems);
    for (const [at, neuron] of neurons.entries()) {
      if (layer < config.layers)
        checkBelow(neuron, config.dMlp[layer] ?? 0, `${path}.neurons[${at}]`, problems);
    }
  }
}

/** Nodes come after their operands, and each operand is of the kind that is wanted. */
function checkStatement(
  { graph, outputs, channels, codes }: ModelStatement,
  { config, program }: Unhashed,
  problems: Problem[],
): void {
  const at = "circuit.statement";
  const checkNode = (id: number, end: number, wanted: "s-op" | "selector", path: string): void => {
    checkBelow(id, end, path, problems);
    const node = graph[id];
    if (id < end && node !== undefined && isSelector(node) !== (wanted === "selector"))
      report(problems, path, `must be the number of ${wanted === "selector" ? "a selector" : "an s-op"}`);
  };
  for (const [i, node] of graph.entries()) {
    for (const [name, operand, wanted] of operandsOf(node))
      checkNode(operand, i, wanted, `${at}.graph[${i}].${name}`);
  }
  if (outputs.length !== program.outputs.length)
    report(problems, `${at}.outputs`, `must have one element an output (${program.outputs.length})`);
  for (const [i, id] of outputs.entries()) checkNode(id, graph.length, "s-op", `${at}.outputs[${i}]`);
  for (const [i, channel] of channels.entries()) {
    const path = `${at}.channels[${i}]`;
    checkBelow(channel.dimension, config.dModel, `${path}.dimension`, problems);
    if (channel.kind === "count") {
      for (const id of channel.selectors) checkNode(id, graph.length, "selector", `${path}.selectors`);
      continue;
    }
    for (const id of channel.aggregates) {
      checkNode(id, graph.length, "s-op", `${path}.aggregates`);
      if (graph[id]?.kind !== "aggregate") report(problems, `${path}.aggregates`, "must be aggregates");
    }
  }
  for (const [i, { node, terms }] of codes.entries()) {
    checkNode(node, graph.length, "s-op", `${at}.codes[${i}].node`);
    for (const [dimension = -1] of terms) {
      if (!Number.isInteger(dimension) || dimension < 0 || dimension >= config.dModel)
        report(problems, `${at}.codes[${i}].terms`, `must begin with dimensions below ${config.dModel}`);
    }
  }
}

function isSelector({ kind }: ModelNode): boolean {
  return kind === "select" || kind === "both" || kind === "either" || kind === "not";
}

function operandsOf(node: ModelNode): readonly (readonly [string, number, "s-op" | "selector"])[] {
  switch (node.kind) {
    case "map":
      return node.operands.map((operand, i) => [`operands[${i}]`, operand, "s-op"]);
    case "aggregate":
      return [
        ["selector", node.selector, "selector"],
        ["value", node.value, "s-op"],
      ];
    case "width":
      return [["selector", node.selector, "selector"]];
    case "select":
      return [
        ["keys", node.keys, "s-op"],
        ["queries", node.queries, "s-op"],
      ];
    case "both":
    case "either":
      return [
        ["left", node.left, "selector"],
        ["right", node.right, "selector"],
      ];
    case "not":
      return [["operand", node.operand, "selector"]];
    case "tokens":
    case "indices":
    case "length":
    case "constant":
      return [];
    default:
      return node satisfies never;
  }
}

function checkTensors(model: Unhashed, problems: Problem[]): void {
  const shapes = tensorShapes(model);
  let rowsAndColumns = 0;
  for (const [name, shape] of shapes) {
    const path = pathOf("tensors", name);
    const columns = shape.at(-1) ?? 0;
    rowsAndColumns += columns + sizeOf(shape.slice(0, -1));
    if (rowsAndColumns > limits.rowsAndColumns || sizeOf(shape) > limits.tensor) {
      report(problems, path, `a tensor of shape [${shape.join(", ")}] makes the model too large`);
      return;
    }
    const tensor = Object.hasOwn(model.tensors, name) ? model.tensors[name] : undefined;
    if (tensor === undefined) report(problems, path, "missing");
    else checkTensor(tensor, shape, model.config.precision, path, problems);
  }
  for (const name of Object.keys(model.tensors)) {
    if (!shapes.has(name))
      report(problems, pathOf("tensors", name), "a model of this config has no such tensor");
  }
}

function checkTensor(
  tensor: Tensor,
  shape: readonly number[],
  precision: "float32" | "float64",
  path: string,
  problems: Problem[],
): void {
  if (tensor.shape.length !== shape.length) {
    report(problems, `${path}.shape`, `must be [${shape.join(", ")}], is [${tensor.shape.join(", ")}]`);
    return;
  }
  const wrong = shape.findIndex((size, axis) => tensor.shape[axis] !== size);
  if (wrong >= 0) {
    report(problems, `${path}.shape[${wrong}]`, `must be ${shape[wrong]}, is ${tensor.shape[wrong]}`);
    return;
  }
  if (tensor.dtype === "float64" && precision === "float32") {
    report(problems, `${path}.dtype`, "must be float32 in a model of precision float32");
  }
  const size = sizeOf(shape);
  const [field, values] = "data" in tensor ? ["data", tensor.data] : ["values", tensor.values];
  if ("data" in tensor) {
    if (values.length !== size)
      report(problems, `${path}.data`, `must have ${size} elements, has ${values.length}`);
  } else {
    const { indices } = tensor;
    if (values.length !== indices.length) {
      report(
        problems,
        `${path}.values`,
        `must have one element an index (${indices.length}), has ${values.length}`,
      );
    }
    const bad = indices.findIndex(
      (index, at) => index >= size || (at > 0 && index <= (indices[at - 1] ?? -1)),
    );
    if (bad >= 0) {
      const wanted = indices[bad]! >= size ? `less than ${size}` : "greater than the element before it";
      report(problems, `${path}.indices[${bad}]`, `must be ${wanted}, is ${indices[bad]}`);
    }
  }
  const rounded = tensor.dtype === "float32" ? values.findIndex((value) => Math.fround(value) !== value) : -1;
  if (rounded >= 0)
    report(problems, `${path}.${field}[${rounded}]`, `${values[rounded]} is not a float32 number`);
}

function checkBelow(value: number, end: number, path: string, problems: Problem[]): void {
  if (value >= end) report(problems, path, `must be less than ${end}, is ${value}`);
}

function checkUnique(names: readonly string[], path: (i: number) => string, problems: Problem[]): void {
  const seen = new Set<string>();
  for (const [i, name] of names.entries()) {
    if (seen.has(name)) report(problems, path(i), `the name ${JSON.stringify(name)} stands twice`);
    seen.add(name);
  }
}
