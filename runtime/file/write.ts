/** The text of a weights file, in pieces: nowhere is the whole of it, which may be long. */
import { modelShape } from "./format.ts";
import { partsOf } from "./hash.ts";
import type { Model, Tensor } from "../model.ts";
import { fieldNames, isRecord } from "./shape.ts";
import { sizeOf, tensorShapes } from "../tensors.ts";

type Emit = (piece: string) => void;

/** The order in which an object's fields are written, whatever object it is. */
const fieldOrder: ReadonlyMap<string, number> = new Map(
  fieldNames(modelShape).map((name, place) => [name, place]),
);

/** Characters of a string, and numbers, that are written at once. */
const AT_ONCE = 2 ** 12;

/** The file up to, and without, what ends its outermost object. */
export function writeDocument(model: Omit<Model, "contentHash">, emit: Emit): void {
  const { format, version, program, config, tokenizer, features, outputs, circuit, certificate } = model;
  const head = { format, version, program, config, tokenizer, features, outputs, circuit, certificate };
  let before = "{\n";
  for (const [name, value] of Object.entries(head)) {
    emit(`${before}"${name}":`);
    writeLines(value, emit);
    before = ",\n";
  }
  emit(`${before}"tensors":{\n`);
  before = "";
  for (const [name, shape] of tensorShapes(model)) {
    const tensor = model.tensors[name];
    if (tensor === undefined) throw new Error(`internal: the model has no tensor ${name}`);
    emit(`${before}${JSON.stringify(name)}:`);
    writeTensor(tensor, shape, emit);
    before = ",\n";
  }
  emit("\n}");
}

/** An object's fields and a list's objects on a line each. */
function writeLines(value: unknown, emit: Emit): void {
  if (Array.isArray(value) && isRecord(value[0])) {
    let before = "[\n";
    for (const item of value) {
      emit(before);
      write(item, emit);
      before = ",\n";
    }
    emit("\n]");
  } else if (isRecord(value)) {
    let before = "{\n";
    for (const name of namesOf(value)) {
      const inner = value[name];
      emit(`${before}"${name}":`);
      if (Array.isArray(inner)) writeLines(inner, emit);
      else write(inner, emit);
      before = ",\n";
    }
    emit("\n}");
  } else write(value, emit);
}

/** One line. JSON writes −0 as 0 and numbers in the shortest form that reads back. */
function write(value: unknown, emit: Emit): void {
  if (Array.isArray(value)) {
    let before = "[";
    for (const item of value) {
      emit(before);
      write(item, emit);
      before = ",";
    }
    emit(value.length === 0 ? "[]" : "]");
  } else if (isRecord(value)) {
    let before = "{";
    for (const name of namesOf(value)) {
      emit(`${before}"${name}":`);
      write(value[name], emit);
      before = ",";
    }
    emit(before === "{" ? "{}" : "}");
  } else if (typeof value === "string" && value.length > AT_ONCE) {
    emit('"');
    for (const part of partsOf(value, AT_ONCE)) emit(JSON.stringify(part).slice(1, -1));
    emit('"');
  } else emit(JSON.stringify(value));
}

/** The fields that the format has, in its order. */
function namesOf(value: Readonly<Record<string, unknown>>): readonly string[] {
  const names = Object.keys(value).filter((name) => fieldOrder.has(name));
  return names.toSorted((a, b) => (fieldOrder.get(a) ?? 0) - (fieldOrder.get(b) ?? 0));
}

/** Dense or sparse, whichever is shorter. */
function writeTensor(tensor: Tensor, shape: readonly number[], emit: Emit): void {
  const size = sizeOf(shape);
  let [count, indicesLength, valuesLength] = [0, 0, 0];
  for (const { indices, values } of entriesInParts(tensor)) {
    count += values.length;
    indicesLength += textOf(indices).length + 1;
    valuesLength += textOf(values).length + 1;
  }
  const lastComma = Math.min(count, 1);
  const sparseLength = '"indices":[],"values":[]'.length + indicesLength + valuesLength - 2 * lastComma;
  const denseLength = '"data":[]'.length + valuesLength - count + (size - count) + Math.max(0, size - 1);
  emit(`{"shape":${JSON.stringify(shape)},"dtype":"${tensor.dtype}",`);
  if (denseLength <= sparseLength) {
    emit('"data":[');
    writeDense(tensor, size, emit);
  } else {
    emit('"indices":[');
    let before = "";
    for (const { indices } of entriesInParts(tensor)) {
      emit(before + textOf(indices));
      before = ",";
    }
    emit('],"values":[');
    before = "";
    for (const { values } of entriesInParts(tensor)) {
      emit(before + textOf(values));
      before = ",";
    }
  }
  emit("]}");
}

interface Entries {
  readonly indices: readonly number[];
  readonly values: readonly number[];
}

/** The entries that are not 0, some at a time. */
function* entriesInParts(tensor: Tensor): Generator<Entries> {
  const data = "data" in tensor ? tensor.data : tensor.values;
  let indices: number[] = [];
  let values: number[] = [];
  for (let i = 0; i < data.length; i++) {
    const value = data[i] ?? 0;
    if (value === 0) continue;
    indices.push("data" in tensor ? i : (tensor.indices[i] ?? 0));
    values.push(value);
    if (values.length < AT_ONCE) continue;
    yield { indices, values };
    [indices, values] = [[], []];
  }
  if (values.length > 0) yield { indices, values };
}

function writeDense(tensor: Tensor, size: number, emit: Emit): void {
  let at = 0;
  for (let start = 0; start < size; start += AT_ONCE) {
    const end = Math.min(start + AT_ONCE, size);
    let row: number[];
    if ("data" in tensor) row = Array.from(tensor.data.slice(start, end));
    else {
      row = Array.from({ length: end - start }, () => 0);
      for (; (tensor.indices[at] ?? end) < end; at++) {
        row[(tensor.indices[at] ?? 0) - start] = tensor.values[at] ?? 0;
      }
    }
    emit((start === 0 ? "" : ",") + textOf(row));
  }
}

function textOf(numbers: readonly number[]): string {
  return JSON.stringify(numbers).slice(1, -1);
}
