/** `rasp test`, for people: a line a file, behind what failed. */
import type { Command } from "../shared/command.ts";
import { test, type TestedFile } from "./test.ts";

export const command: Command = {
  perform: ({ sources, flags }, host) => {
    const outcome = test(sources.map(host.requestFor));
    return { ...outcome, text: flags.quiet === true ? "" : outcome.report.files.map(printTested).join("") };
  },
};

function printTested({ program, passed, failed }: TestedFile): string {
  return passed + failed === 0
    ? `${program}: expects nothing\n`
    : `${program}: ${String(passed)} passed, ${String(failed)} failed\n`;
}
