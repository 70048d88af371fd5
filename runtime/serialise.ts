/** Writes a model as a weights file: the same bytes for the same model. */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { checkModel } from "./check.ts";
import { modelShape } from "./format.ts";
import type { Model, Tensor } from "./model.ts";
import { entriesOf } from "./prepare.ts";
import type { Problem } from "./shape.ts";
import { fieldNames, isRecord } from "./shape.ts";
import { sizeOf, tensorShapes } from "./tensorShapes.ts";

/** The order in which an object's fields are written, whatever object it is. */
const fieldOrder = new Map([...fieldNames(modelShape)].map((name, place) => [name, place]));

/** A model and the weights file that holds it. */
export interface Sealed {
  readonly model: Model;
  readonly text: string;
}

/**
 * Before: the model is a valid one; one that its own loader would refuse is our mistake.
 * After:  JSON, a line for each field, list element and tensor, the content hash last.
 */
export function seal(model: Omit<Model, "contentHash">): Sealed {
  const malformed: Problem[] = [];
  modelShape.check({ ...model, contentHash: "0".repeat(64) }, "", malformed);
  const problem = malformed[0] ?? checkModel(model)[0];
  if (problem !== undefined) throw new Error(`internal: model not valid: ${problem.path} ${problem.message}`);
  const body = documentOf(model);
  const contentHash = sha256Of(`${body}\n}\n`);
  return { model: { ...model, contentHash }, text: `${body},\n"contentHash":"${contentHash}"\n}\n` };
}

/** The weights file of a model. */
export function serialise(model: Omit<Model, "contentHash">): string {
  return seal(model).text;
}

/** SHA-256 of the file's text without its content hash, that is, without `,\n"contentHash":"…"`. */
export function contentHashOf(model: Omit<Model, "contentHash">): string {
  return sha256Of(`${documentOf(model)}\n}\n`);
}

/** SHA-256 of the text's UTF-8 bytes, in hex. */
export function sha256Of(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text)));
}

/** The file up to, and without, what ends its outermost object. */
function documentOf(model: Omit<Model, "contentHash">): string {
  const { format, version, program, config, tokenizer, features, outputs, circuit, certificate } = model;
  const head = { format, version, program, config, tokenizer, features, outputs, circuit, certificate };
  const fields = Object.entries(head).map(([name, value]) => `"${name}":${linesOf(value)}`);
  const tensors = [...tensorShapes(model)].map(([name, shape]) => {
    const tensor = model.tensors[name];
    if (tensor === undefined) throw new Error(`internal: the model has no tensor ${name}`);
    return `${JSON.stringify(name)}:${tensorText(tensor, shape)}`;
  });
  return `{\n${[...fields, `"tensors":{\n${tensors.join(",\n")}\n}`].join(",\n")}`;
}

/** An object's fields and a list's objects on a line each. */
function linesOf(value: unknown): string {
  if (Array.isArray(value) && isRecord(value[0])) {
    return `[\n${value.map((item) => compact(item)).join(",\n")}\n]`;
  }
  if (!isRecord(value)) return compact(value);
  const fields = Object.entries(inOrder(value)).map(
    ([name, inner]) => `"${name}":${Array.isArray(inner) ? linesOf(inner) : compact(inner)}`,
  );
  return `{\n${fields.join(",\n")}\n}`;
}

/** One line. JSON writes −0 as 0 and numbers in the shortest form that reads back. */
function compact(value: unknown): string {
  return JSON.stringify(ordered(value));
}

/** The same value with the fields of all objects in it in order. */
function ordered(value: unknown): unknown {
  if (Array.isArray(value))
    return value.some((item) => typeof item === "object") ? value.map(ordered) : value;
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(inOrder(value)).map(([name, inner]) => [name, ordered(inner)]));
}

function inOrder(value: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const placeOf = (name: string): number => fieldOrder.get(name) ?? -1;
  const names = Object.keys(value).filter((name) => fieldOrder.has(name));
  const isInOrder = names.every((name, i) => i === 0 || placeOf(names[i - 1] ?? "") < placeOf(name));
  if (isInOrder && names.length === Object.keys(value).length) return value;
  const sorted = names.toSorted((a, b) => placeOf(a) - placeOf(b));
  return Object.fromEntries(sorted.map((name) => [name, value[name]]));
}

/** Dense or sparse, whichever is shorter. */
function tensorText(tensor: Tensor, shape: readonly number[]): string {
  const { indices, values } = entriesOf(tensor);
  const sparse = `"indices":${JSON.stringify(indices)},"values":${JSON.stringify(values)}`;
  const zeros = sizeOf(shape) - values.length;
  const valuesLength = JSON.stringify(values).length - 2 - Math.max(0, values.length - 1);
  const denseLength = '"data":[]'.length + valuesLength + zeros + Math.max(0, sizeOf(shape) - 1);
  const body = denseLength <= sparse.length ? `"data":${JSON.stringify(denseData(tensor, shape))}` : sparse;
  return `{"shape":${JSON.stringify(shape)},"dtype":"${tensor.dtype}",${body}}`;
}

function denseData(tensor: Tensor, shape: readonly number[]): readonly number[] {
  const { indices, values } = entriesOf(tensor);
  const data = Array.from({ length: sizeOf(shape) }, () => 0);
  for (const [i, index] of indices.entries()) data[index] = values[i] ?? 0;
  return data;
}
