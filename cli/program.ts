/** The command line: what can be typed, made from the commands' specs. Loads nothing of the compiler. */
import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import manifest from "../package.json" with { type: "json" };
import { specs, type CommandName } from "../commands/specs.ts";
import type { Flag, Flags } from "../commands/shared/flags.ts";
import type { Argument, Spec } from "../commands/shared/spec.ts";
import type { Job } from "./job.ts";
import { wantsColour } from "./style.ts";
import { supervise } from "./supervise.ts";

export interface Installation {
  /** Where the programs that come with the tool are. */
  readonly bundled: string;
  /** The module that does the work. */
  readonly worker: URL;
}

const description = `Compiles RASP programs into transformers whose every weight is known,
runs them, and shows that they agree with the program.`;

const examples = `
Examples:
  rasp interpret reverse.rasp --input hello     what the program means
  rasp run reverse.rasp --input abcde           what its transformer answers
  rasp diff sort.rasp                           both, on many inputs
  rasp compile sort.rasp -o sort.weights.json   the transformer's weights
  rasp verify sort.weights.json                 a proof of what the file claims

Programs that come with the tool, such as these, need no path.
\`rasp COMMAND --help\` says more about a command.`;

/** Runs one command line, by default in a worker; the answer is the exit status. */
export async function runCommandLine(
  words: readonly string[],
  installation: Installation,
  run: typeof supervise = supervise,
): Promise<number> {
  let status = 0;
  const complaints: string[] = [];
  const program = createProgram(
    async (spec, given, flags) => {
      status = await run(jobOf(spec, given, flags, installation), installation.worker);
    },
    (text) => complaints.push(text),
  );
  try {
    await program.parseAsync(words, { from: "user" });
    return status;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return 0;
    await complain(words, complaints.join("").trimEnd());
    return 2;
  }
}

/** Wrong use, in words or as the one JSON document. */
async function complain(words: readonly string[], complaint: string): Promise<void> {
  if (!words.includes("--json")) {
    process.stderr.write(`${complaint}\n`);
    return;
  }
  const [first = "", ...more] = complaint.replace(/^error: /, "").split("\n");
  const suggestion = more.find((line) => line.startsWith("(Did you mean"));
  const { usageDocument } = await import("./complaints.ts");
  process.stdout.write(usageDocument(first, suggestion?.slice(1, -1)));
}

type NamedSpec = Spec & { readonly name: CommandName };

/** Texts of one argument each; a list for those that take several. */
type Given = readonly (string | readonly string[] | undefined)[];

function jobOf(spec: NamedSpec, given: Given, flags: Flags, { bundled }: Installation): Job {
  const textsOf = (opens: boolean): readonly string[] =>
    spec.arguments.flatMap((argument, at) =>
      (argument.opens !== null) === opens ? [given[at] ?? []].flat() : [],
    );
  const inputs = [...(flags.inputs ?? []), ...textsOf(false)];
  return {
    command: spec.name,
    files: textsOf(true),
    flags: inputs.length === 0 ? flags : { ...flags, inputs },
    colour: {
      stdout: wantsColour(process.stdout, process.env, flags.color ?? true),
      stderr: wantsColour(process.stderr, process.env, flags.color ?? true),
    },
    bundled,
  };
}

type Start = (spec: NamedSpec, given: Given, flags: Flags) => Promise<void>;

function createProgram(start: Start, onComplaint: (text: string) => void): Command {
  const program = new Command("rasp")
    .description(description)
    .version(manifest.version, "-v, --version", "print the version")
    .addHelpText("after", examples)
    .showHelpAfterError("(`rasp --help` shows what there is)")
    .exitOverride()
    .configureOutput({ writeErr: onComplaint });
  for (const spec of specs) addCommand(program, spec, start);
  return program;
}

function addCommand(program: Command, spec: NamedSpec, start: Start): void {
  const command = program
    .command(spec.name)
    .description(spec.summary)
    .addHelpText("after", `\nExample:\n  ${spec.example}`)
    .showHelpAfterError(`(\`rasp ${spec.name} --help\` shows what there is)`);
  for (const argument of spec.arguments) command.argument(placeholder(argument), argument.about);
  const options = spec.flags.map((flag) => ({ flag, option: optionOf(flag) }));
  for (const { option } of options) command.addOption(option);
  command.action(() => {
    const given: Given = command.processedArgs;
    const values = command.opts<Readonly<Record<string, never>>>();
    const flags = Object.fromEntries(
      options.flatMap(({ flag, option }) => {
        const value = values[option.attributeName()];
        return value === undefined ? [] : [[flag.key, value] as const];
      }),
    );
    return start(spec, given, flags);
  });
}

function placeholder({ name, count }: Argument): string {
  switch (count) {
    case "one":
      return `<${name}>`;
    case "optional":
      return `[${name}]`;
    case "some":
      return `<${name}...>`;
    case "any":
      return `[${name}...]`;
    default:
      return count satisfies never;
  }
}

function optionOf({ words, about, reads, hidden = false }: Flag): Option {
  const option = new Option(words, about).hideHelp(hidden);
  switch (reads.kind) {
    case "switch":
    case "text":
      return option;
    case "texts":
      return option.argParser((text: string, before: readonly string[] | undefined) => [
        ...(before ?? []),
        text,
      ]);
    case "number":
      return option.argParser((text: string) => readNumber(text, reads.least, reads.most));
    case "choice":
      return option.choices(reads.of);
    default:
      return reads satisfies never;
  }
}

function readNumber(text: string, least: number, most: number | undefined): number {
  const number = Number(text);
  const fits = Number.isSafeInteger(number) && number >= least && number <= (most ?? Infinity);
  if (/^\d+$/.test(text) && fits) return number;
  const range =
    most === undefined ? `of at least ${String(least)}` : `from ${String(least)} to ${String(most)}`;
  throw new InvalidArgumentError(`It must be a whole number ${range}.`);
}
