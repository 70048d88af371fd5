/** `rasp explain`, for people: a code's page, or a line for each code. */
import type { Command } from "../shared/command.ts";
import type { ExplainedCode } from "./explain.ts";
import type { Example } from "./page.ts";

export const command: Command = {
  perform: async ({ flags }) => {
    // The pages are of no use to other commands.
    const { explain } = await import("./explain.ts");
    const [code = null] = flags.inputs ?? [];
    const outcome = explain(code);
    const { codes } = outcome.report;
    const width = Math.max(...codes.map((each) => each.code.length));
    const lines = codes.map((each) => `${each.code.padEnd(width)}  ${each.meaning}\n`);
    return { ...outcome, text: code === null ? lines.join("") : codes.map(printPage).join("") };
  },
};

function printPage({ code, meaning, fails, repaired }: ExplainedCode): string {
  if (fails === null || repaired === null) return `${code}: ${meaning}\n`;
  const isSame = JSON.stringify(fails.files) === JSON.stringify(repaired.files);
  const better = isSame ? commandLines(repaired) : printExample(repaired);
  return `${code}: ${meaning}\n\nFor example:\n\n${printExample(fails)}\nRepaired:\n\n${better}`;
}

/** Each file under its name, if there are several, and what is typed. */
function printExample(example: Example): string {
  const files = Object.entries(example.files);
  const texts = files.map(([name, text]) => (files.length > 1 ? `# ${name}\n${text}` : text));
  return `${texts.map(indented).join("\n")}\n${commandLines(example)}`;
}

/** As they are typed. */
export function commandLines({ commands }: Example): string {
  return commands.map((words) => indented(`$ rasp ${words.map(quoted).join(" ")}\n`)).join("");
}

function quoted(word: string): string {
  return /^[\w./-]+$/.test(word) ? word : `'${word}'`;
}

function indented(text: string): string {
  return text.replaceAll(/^(?=.)/gm, "    ");
}
