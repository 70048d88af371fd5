/** `rasp check`, for people: a line a file, behind what was found. */
import { plural } from "../../language/words.ts";
import type { Command } from "../shared/command.ts";
import { check, type CheckedFile } from "./check.ts";

export const command: Command = {
  perform: ({ sources, flags }, host) => {
    const outcome = check(sources.map(host.requestFor));
    return { ...outcome, text: flags.quiet === true ? "" : outcome.report.files.map(printChecked).join("") };
  },
};

function printChecked({ program, errors, warnings }: CheckedFile): string {
  return errors + warnings === 0
    ? `${program}: nothing wrong\n`
    : `${program}: ${plural(errors, "error")}, ${plural(warnings, "warning")}\n`;
}
