/** What a file states, as the language's own data. */
import type { Atom } from "../../language/atom.ts";
import { bool, float, int, string } from "../../language/atom.ts";
import type { Operator } from "../../language/graph.ts";
import type { ModelOperator, StatedAtom } from "../../runtime/model.ts";

export function toAtom(stated: StatedAtom): Atom {
  switch (stated.type) {
    case "int":
      return int(stated.value);
    case "bool":
      return bool(stated.value);
    case "string":
      return string(stated.value);
    case "float":
      if (typeof stated.value === "number") return float(stated.value);
      return float(stated.value === "nan" ? NaN : stated.value === "inf" ? Infinity : -Infinity);
    default:
      return stated satisfies never;
  }
}

export function toOperator(stated: ModelOperator): Operator {
  switch (stated.kind) {
    case "member":
    case "element":
      return { kind: stated.kind, items: stated.items.map(toAtom) };
    case "entry":
      return {
        kind: "entry",
        entries: stated.entries.map(([key, value]) => {
          if (key === undefined || value === undefined) throw new Error("internal: an entry is a pair");
          return [toAtom(key), toAtom(value)] as const;
        }),
      };
    case "binary":
    case "unary":
    case "choose":
      return stated;
    default:
      return stated satisfies never;
  }
}
