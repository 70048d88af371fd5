/** Circuit → tensors: every feature in its dimensions, every head and neuron in its layer. */
import type { Atom } from "../../language/atom.ts";
import type { ModelConfig, ModelOutput, Tensor } from "../../runtime/model.ts";
import type { Affine } from "../lowering/circuit/affine.ts";
import type { Circuit, Neuron } from "../lowering/circuit/circuit.ts";
import { greatestOf } from "../numbers.ts";
import type { Precision } from "../precision.ts";
import { precisionOf } from "../precision.ts";
import type { HeadForm } from "./head-form.ts";
import { formHead } from "./head-form.ts";
import type { Erasure, Layout } from "./layout.ts";
import { layOut, overDimensions, snapOffset } from "./layout.ts";
import { pack } from "./pack.ts";
import type { NewTensor } from "./tensor.ts";
import { TensorBuilder, TooManyWeights } from "./tensor.ts";
import { outputOf, unembed } from "./unembed.ts";

export interface AssemblyOptions {
  readonly vocabulary: readonly Atom[];
  readonly maxLength: number;
  readonly causal: boolean;
  readonly precision: Precision["name"];
  readonly layout: "named" | "packed";
  /** Some inputs are known to fail: what depends on them is out of its bounds there. */
  readonly partial: boolean;
  /** Weights that are not 0, where fewer than usual are to be had. */
  readonly mostWeights?: number;
}

/** The text of many more would not be read again: it has a limit (runtime/file/format.ts). */
export const MOST_WEIGHTS = 1 << 22;

/** One layer of the schedule, in the order of its heads and neurons in the tensors. */
export interface Block {
  readonly heads: readonly HeadForm[];
  readonly neurons: readonly Neuron[];
  /** Their neurons come behind the others. */
  readonly erasures: readonly Erasure[];
}

export interface Assembled {
  readonly config: ModelConfig;
  readonly layout: Layout;
  readonly blocks: readonly Block[];
  readonly tensors: Readonly<Record<string, Tensor>>;
  readonly outputs: readonly ModelOutput[];
}

/**
 * Writes the weights.
 *
 * Before: the circuit is pruned; every head and neuron reads features that are
 *         complete before its half-layer.
 * After:  tensors in TransformerLens names and shapes (runtime/model.ts), sparse;
 *         null where more weights are not 0 than may be.
 */
export function assemble(circuit: Circuit, options: AssemblyOptions): Assembled | null {
  try {
    return assembled(circuit, options);
  } catch (error) {
    if (error instanceof TooManyWeights) return null;
    throw error;
  }
}

function assembled(circuit: Circuit, options: AssemblyOptions): Assembled {
  const named = layOut(circuit, options);
  const layout = options.layout === "packed" ? pack(circuit, named, options) : named;
  const blocks = blocksOf(circuit, layout, options);
  const dHead = headSize(blocks);
  const config: ModelConfig = {
    precision: options.precision,
    layers: blocks.length,
    heads: blocks.map(({ heads }) => heads.length),
    dModel: layout.size,
    dHead,
    dMlp: blocks.map(neuronCount),
    maxLength: options.maxLength,
    causal: options.causal,
    activation: "relu",
    attentionScale: 1 / Math.sqrt(dHead),
  };
  const tensors = new Map<string, TensorBuilder>();
  const room = { left: options.mostWeights ?? MOST_WEIGHTS };
  const tensor = (name: string, shape: readonly number[]): TensorBuilder => {
    const builder = new TensorBuilder(shape, room);
    tensors.set(name, builder);
    return builder;
  };
  embed(layout, options, tensor);
  for (const [layer, block] of blocks.entries()) {
    writeHeads(layout, circuit, block, config, `blocks.${String(layer)}.attn`, tensor);
    writeNeurons(layout, circuit, block, config, `blocks.${String(layer)}.mlp`, tensor);
  }
  for (const output of circuit.outputs) unembed(layout, output, config.dModel, tensor);
  return {
    config,
    layout,
    blocks,
    tensors: Object.fromEntries(
      [...tensors].map(([name, builder]) => [name, builder.finish(options.precision)]),
    ),
    outputs: circuit.outputs.map(outputOf),
  };
}

function blocksOf(circuit: Circuit, layout: Layout, options: AssemblyOptions): readonly Block[] {
  const layers = greatestOf([
    0,
    ...circuit.heads.map(({ layer }) => layer + 1),
    ...circuit.neurons.map(({ layer }) => layer + 1),
  ]);
  const setting = { circuit, maxLength: options.maxLength, precision: precisionOf(options.precision) };
  return Array.from({ length: layers }, (_, layer) => ({
    heads: circuit.heads.filter((head) => head.layer === layer).map((head) => formHead(setting, head)),
    neurons: circuit.neurons.filter((neuron) => neuron.layer === layer),
    erasures: layout.erasures.filter((erasure) => erasure.layer === layer),
  }));
}

/** Neurons of a layer, those that erase among them. */
function neuronCount({ neurons, erasures }: Block): number {
  return erasures.reduce((count, erasure) => count + eraserCount(erasure), neurons.length);
}

/** How many neurons an erasure takes. */
export function eraserCount({ low }: Erasure): number {
  return low === null ? 2 : 1;
}

/** The least power of 4 that holds every head, so that 1/sqrt(dHead) is a power of two. */
function headSize(blocks: readonly Block[]): number {
  let size = 1;
  for (const { heads } of blocks) {
    for (const { dimensions, values } of heads) {
      while (size < Math.max(dimensions.length, values.length)) size *= 4;
    }
  }
  return size;
}

/** W_E [V + 2, dModel], W_pos [maxLength + 1, dModel]; row V is BOS, row V + 1 PAD, position 0 is BOS. */
function embed(layout: Layout, options: AssemblyOptions, tensor: NewTensor): void {
  const { length: size } = options.vocabulary;
  const tokens = tensor("embed.W_E", [size + 2, layout.size]);
  const positions = tensor("pos_embed.W_pos", [options.maxLength + 1, layout.size]);
  for (const { slot, source } of layout.dimensions) {
    switch (source.kind) {
      case "flag":
        tokens.add([source.of === "bos" ? size : size + 1, slot], 1);
        break;
      case "token":
        for (const [token, value] of source.column.entries()) tokens.add([token, slot], value);
        break;
      case "index":
        for (const [index, value] of source.column.entries()) positions.add([index + 1, slot], value);
        break;
      case "written":
        for (let i = 0; i <= options.maxLength; i++) positions.add([i, slot], source.offset);
        break;
      default:
        source satisfies never;
    }
  }
}

/** W_Q, W_K, W_V [heads, dModel, dHead], b_Q, b_K, b_V [heads, dHead], W_O [heads, dHead, dModel], b_O [dModel]. */
function writeHeads(
  layout: Layout,
  circuit: Circuit,
  { heads }: Block,
  config: ModelConfig,
  prefix: string,
  tensor: NewTensor,
): void {
  const { dModel, dHead } = config;
  const read = (
    name: "Q" | "K" | "V",
  ): ((head: number, column: number, affine: Affine, factor: number) => void) => {
    const weights = tensor(`${prefix}.W_${name}`, [heads.length, dModel, dHead]);
    const biases = tensor(`${prefix}.b_${name}`, [heads.length, dHead]);
    return (head, column, affine, factor) => {
      const { constant, terms } = overDimensions(layout, affine);
      for (const [slot, coefficient] of terms) weights.add([head, slot, column], factor * coefficient);
      biases.add([head, column], factor * constant);
    };
  };
  const [query, key, value] = [read("Q"), read("K"), read("V")];
  const output = tensor(`${prefix}.W_O`, [heads.length, dHead, dModel]);
  const bias = tensor(`${prefix}.b_O`, [dModel]);
  /** Slot → offset. */
  const snapped = new Map<number, number>();
  // The scale 1/sqrt(dHead) is a power of two; the queries take it back exactly.
  const unscale = 1 / config.attentionScale;
  for (const [h, form] of heads.entries()) {
    for (const [d, dimension] of form.dimensions.entries()) {
      query(h, d, dimension.query, unscale);
      key(h, d, dimension.key, 1);
    }
    for (const [v, { value: moved, writes }] of form.values.entries()) {
      value(h, v, moved, 1);
      for (const { feature, weight } of writes) {
        for (const [slot, factor] of layout.places[feature] ?? []) {
          output.add([h, v, slot], weight * factor);
          const written = circuit.features[feature];
          if (written?.kind !== "channel" || written.grid === null) continue;
          snapped.set(slot, snapOffset(written.grid, precisionOf(config.precision)));
        }
      }
    }
  }
  for (const [slot, offset] of snapped) bias.add([slot], -offset);
}

/** W_in [dModel, dMlp], b_in [dMlp], W_out [dMlp, dModel], b_out [dModel]. */
function writeNeurons(
  layout: Layout,
  circuit: Circuit,
  block: Block,
  { dModel }: ModelConfig,
  prefix: string,
  tensor: NewTensor,
): void {
  const { neurons, erasures } = block;
  const count = neuronCount(block);
  const input = tensor(`${prefix}.W_in`, [dModel, count]);
  const inputBias = tensor(`${prefix}.b_in`, [count]);
  const output = tensor(`${prefix}.W_out`, [count, dModel]);
  const outputBias = tensor(`${prefix}.b_out`, [dModel]);
  const columnOf = new Map(neurons.map(({ id }, column) => [id, column]));
  for (const [column, { preactivation }] of neurons.entries()) {
    const { constant, terms } = overDimensions(layout, preactivation);
    for (const [slot, coefficient] of terms) input.add([slot, column], coefficient);
    inputBias.add([column], constant);
  }
  for (const feature of circuit.features) {
    if (feature.kind !== "table") continue;
    for (const [neuron, weight] of feature.neurons) {
      const column = columnOf.get(neuron);
      if (column === undefined) continue;
      for (const [slot, factor] of layout.places[feature.id] ?? []) {
        output.add([column, slot], weight * factor);
      }
    }
  }
  let column = neurons.length;
  for (const erasure of erasures) {
    const { slot, offset, low } = erasure;
    input.add([slot, column], 1);
    inputBias.add([column], -(low ?? 0));
    output.add([column, slot], -1);
    if (low === null) {
      input.add([slot, column + 1], -1);
      output.add([column + 1, slot], 1);
    }
    outputBias.add([slot], offset - (low ?? 0));
    column += eraserCount(erasure);
  }
}
