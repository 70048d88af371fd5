/** Any stage as text that a person can review: what `rasp inspect --after STAGE` shows and golden files hold. */
import type { Stage } from "../stages.ts";
import { printCircuit } from "./circuit.ts";
import { printLayout } from "./layout.ts";
import { printProgram } from "./program.ts";
import { printCertificate, printChecked, printSealed } from "./proof.ts";
import { printExamined, printSettings, printTarget } from "./settings.ts";
import { printTree } from "./tree.ts";

/** @param file  the program's, which places do not name */
export function printStage(stage: Stage, file: string): string {
  switch (stage.stage) {
    case "parse":
      return printTree(stage.value, file);
    case "settle":
      return printSettings(stage.value);
    case "elaborate":
      return printProgram(stage.value, file);
    case "choose":
      return printTarget(stage.value);
    case "lower":
      return printCircuit(stage.value, file);
    case "search":
      return printExamined(stage.value);
    case "assemble":
      return printLayout(stage.value);
    case "certify":
      return printCertificate(stage.value);
    case "seal":
      return printSealed(stage.value);
    case "verify":
      return printChecked(stage.value);
    default:
      return stage satisfies never;
  }
}
