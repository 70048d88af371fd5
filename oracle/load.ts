/** Loads the oracle when it is asked for: mathjs is large, and most who run models need none of it. */
import type { Engine, EngineName } from "../runtime/engine.ts";

export type OracleName = Exclude<EngineName, "runtime">;

export async function loadOracle(name: OracleName): Promise<Engine> {
  const oracle = await import("./oracle.ts");
  switch (name) {
    case "textbook":
      return oracle.textbook;
    case "bignumber":
      return oracle.bignumber;
    default:
      return name satisfies never;
  }
}
