/** `rasp interpret`, for people: each name in the original's printed form. */
import type { Atom } from "../../language/atom.ts";
import {
  displayAtom,
  displayDict,
  displayInput,
  displayList,
  displaySelection,
  displaySequence,
} from "../../language/display.ts";
import { sourceAt, type Command } from "../shared/command.ts";
import type { Failed, Value } from "../shared/values.ts";
import { interpret, type Interpreted } from "./interpret.ts";

export const command: Command = {
  perform: (call, host) => {
    const outcome = interpret(host.requestFor(sourceAt(call, 0)));
    return { ...outcome, text: outcome.runs.map(printInterpreted).join("\n") };
  },
};

function printInterpreted(run: Interpreted): string {
  const blocks = [...run.outputs].map(([name, value]) => printNamed(name, value, run.input));
  const applications = run.applications.map(({ input, value }) => printApplication(value, input));
  return [...applications, ...blocks].join("");
}

/** One name's block; nothing for what failed, which is reported elsewhere. */
function printNamed(name: string, value: Value | Failed, input: readonly Atom[]): string {
  const on = displayInput(input);
  switch (value.kind) {
    case "failed":
      return "";
    case "atom":
      return `    value: ${name} =  ${displayAtom(value.atom)}\n`;
    case "function":
      return `     console function: ${name}(${value.parameters.join(", ")})\n`;
    case "s-op":
      return `     s-op: ${name}\n \t Example: ${name}(${on}) = ${displaySequence(value.atoms, value.type)}\n`;
    case "selector":
      return `     selector: ${name}\n \t Example:\n${displaySelection(input, value.rows)}`;
    case "list":
    case "dict":
      return `     ${value.kind}: ${name} = ${printCollection(value)}\n`;
    default:
      return value satisfies never;
  }
}

function printApplication(value: Value | Failed, input: readonly Atom[]): string {
  if (value.kind === "s-op") return `\t =  ${displaySequence(value.atoms, value.type)}\n`;
  if (value.kind === "selector") return `\t = \n${displaySelection(input, value.rows)}`;
  return value.kind === "failed" ? "" : `\t =  ${printInside(value)}\n`;
}

/** Flat collections as Python literals; others with each item's own short form. */
function printCollection(value: Extract<Value, { kind: "list" | "dict" }>): string {
  if (value.kind === "list") {
    const atoms = value.items.flatMap((item) => (item.kind === "atom" ? [item.atom] : []));
    if (atoms.length === value.items.length) return displayList(atoms);
    return `[${value.items.map(printInside).join(", ")}]`;
  }
  const entries = value.entries.flatMap(([key, item]) =>
    item.kind === "atom" ? [[key, item.atom] as const] : [],
  );
  if (entries.length === value.entries.length) return displayDict(entries);
  return `{${value.entries.map(([key, item]) => `${displayList([key]).slice(1, -1)}: ${printInside(item)}`).join(", ")}}`;
}

function printInside(value: Value | Failed): string {
  switch (value.kind) {
    case "atom":
      return displayList([value.atom]).slice(1, -1);
    case "s-op":
      return `s-op ${displaySequence(value.atoms, value.type)}`;
    case "selector":
      return `selector [${value.rows.map((row) => row.map((on) => (on ? "1" : "0")).join("")).join(" ")}]`;
    case "function":
      return `function (${value.parameters.join(", ")})`;
    case "failed":
      return "(no value)";
    case "list":
    case "dict":
      return printCollection(value);
    default:
      return value satisfies never;
  }
}
