/** The command line: what can be typed, and its help. Loads nothing of the compiler. */
import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import manifest from "../package.json" with { type: "json" };
import type { CommandName, Job } from "./job.ts";
import { toJsonDiagnostic } from "../language/diagnostics/diagnostic.ts";
import { report } from "../language/diagnostics/report.ts";
import { supervise } from "./supervise.ts";
import { wantsColour } from "./style.ts";

export interface Installation {
  /** Where the programs that come with the tool are. */
  readonly bundled: string;
  /** The module that does the work. */
  readonly worker: URL;
}

/** What commander makes of the flags. */
interface Flags {
  readonly input?: readonly string[];
  readonly output?: readonly string[];
  readonly vocab?: string;
  readonly maxLength?: number;
  readonly causal?: boolean;
  readonly partial?: boolean;
  readonly uncertified?: boolean;
  readonly precision?: "float32" | "float64";
  readonly layout?: "named" | "packed";
  readonly explain?: boolean;
  readonly limit?: number;
  readonly samples?: number;
  readonly seed?: number;
  readonly count?: number;
  readonly size?: number;
  readonly compile?: string;
  readonly o?: string;
  readonly against?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly color: boolean;
  readonly debug?: boolean;
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

/** Runs one command line; the answer is the exit status. */
export async function runCommandLine(words: readonly string[], installation: Installation): Promise<number> {
  let status = 0;
  const start = (command: CommandName, files: readonly string[], flags: Flags): Promise<void> =>
    supervise(jobOf(command, files, flags, installation), installation.worker).then((ended) => {
      status = ended;
    });
  const complaints: string[] = [];
  const program = createProgram(start, (text) => complaints.push(text));
  try {
    await program.parseAsync(words, { from: "user" });
    return status;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return 0;
    complain(words, complaints.join("").trimEnd());
    return 2;
  }
}

/** Wrong use, in words or as the one JSON document. */
function complain(words: readonly string[], complaint: string): void {
  if (!words.includes("--json")) {
    process.stderr.write(`${complaint}\n`);
    return;
  }
  const [first = "", ...more] = complaint.replace(/^error: /, "").split("\n");
  const suggestion = more.find((line) => line.startsWith("(Did you mean"));
  const diagnostic = report("usage", { complaint: first, suggestion: suggestion?.slice(1, -1) });
  process.stdout.write(`${JSON.stringify({ version: 1, diagnostics: [toJsonDiagnostic(diagnostic)] })}\n`);
}

function jobOf(command: CommandName, files: readonly string[], flags: Flags, { bundled }: Installation): Job {
  return {
    command,
    files,
    options: {
      inputs: flags.input,
      outputs: flags.output,
      vocabulary: flags.vocab,
      maxLength: flags.maxLength,
      causal: flags.causal,
      partial: flags.partial,
      uncertified: flags.uncertified,
      precision: flags.precision,
      layout: flags.layout,
      explain: flags.explain,
      limit: flags.limit,
      samples: flags.samples,
      seed: flags.seed,
    },
    destination: flags.o ?? flags.compile ?? null,
    generate: { seed: flags.seed ?? 1, count: flags.count ?? 1, size: flags.size ?? 3 },
    against: flags.against ?? null,
    json: flags.json ?? false,
    quiet: flags.quiet ?? false,
    colour: {
      stdout: wantsColour(process.stdout, process.env, flags.color),
      stderr: wantsColour(process.stderr, process.env, flags.color),
    },
    bundled,
    debug: flags.debug ?? false,
  };
}

type Start = (command: CommandName, files: readonly string[], flags: Flags) => Promise<void>;

function createProgram(start: Start, onComplaint: (text: string) => void): Command {
  const program = new Command("rasp")
    .description(description)
    .version(manifest.version, "-v, --version", "print the version")
    .addHelpText("after", examples)
    .showHelpAfterError("(`rasp --help` shows what there is)")
    .exitOverride()
    .configureOutput({ writeErr: onComplaint });

  const one = (name: CommandName, summary: string, argument: string, example: string): Command => {
    const command = program
      .command(name)
      .description(summary)
      .argument("<file>", argument)
      .addHelpText("after", `\nExample:\n  ${example}`);
    command.showHelpAfterError(`(\`rasp ${name} --help\` shows what there is)`);
    return command;
  };
  const many = (name: CommandName, summary: string, example: string): Command => {
    const command = program
      .command(name)
      .description(summary)
      .argument("<file...>", "RASP programs; - for standard input")
      .addHelpText("after", `\nExample:\n  ${example}`);
    command.showHelpAfterError(`(\`rasp ${name} --help\` shows what there is)`);
    return command;
  };
  /** FILE and, after it, inputs. */
  const withInputs = (command: Command, name: CommandName): Command =>
    command
      .argument("[input...]", "inputs, as with --input")
      .action((file: string, inputs: readonly string[], flags: Flags) =>
        start(name, [file], { ...flags, input: [...(flags.input ?? []), ...inputs] }),
      );
  const programFile = "a RASP program; - for standard input";

  withInputs(
    one(
      "interpret",
      "Print what a program's names are on an input",
      programFile,
      "rasp interpret reverse.rasp --input hello",
    ),
    "interpret",
  );
  one(
    "compile",
    "Compile a program and write its transformer's weights",
    programFile,
    "rasp compile sort.rasp -o sort.weights.json",
  )
    .option("-o <path>", "where to write; - for standard output (default: beside the program)")
    .option("--explain", "say for each layer what needs it")
    .action((file: string, flags: Flags) => start("compile", [file], flags));
  withInputs(
    one(
      "run",
      "Run a compiled model, or a program compiled on the spot",
      "a weights file or a RASP program",
      "rasp run reverse.rasp --input abcde",
    ),
    "run",
  );
  one(
    "diff",
    "Compare interpreter and compiled model on every input, or on a sample",
    programFile,
    "rasp diff sort.rasp --max-length 5",
  )
    .argument("[weights]", "compare with this weights file instead of compiling")
    .option("--limit <count>", "try every input if there are at most so many (default: 20000)", naturalNumber)
    .option("--samples <count>", "else try so many (default: 2000)", positiveNumber)
    .option("--seed <number>", "chooses the sample (default: 1)", naturalNumber)
    .action((file: string, weights: string | undefined, flags: Flags) =>
      start("diff", weights === undefined ? [file] : [file, weights], flags),
    );
  many(
    "check",
    "Report what is wrong with programs, without compiling them",
    "rasp check reverse.rasp sort.rasp",
  ).action((files: readonly string[], flags: Flags) => start("check", files, flags));
  many(
    "test",
    "Run programs' `#: expect` lines on interpreter and compiled model",
    "rasp test reverse.rasp sort.rasp",
  ).action((files: readonly string[], flags: Flags) => start("test", files, flags));
  one(
    "verify",
    "Prove that a weights file computes the program that it states, as exactly as it claims",
    "a weights file",
    "rasp verify sort.weights.json --against sort.rasp",
  )
    .option("--against <program>", "also prove that it is the model of this program")
    .action((file: string, flags: Flags) => start("verify", [file], flags));
  for (const command of program.commands) addOptions(command);
  addGenerate(program, start);
  return program;
}

function addGenerate(program: Command, start: Start): void {
  const command = program
    .command("generate")
    .description("Make random programs, or a data set of programs and their models")
    .option("--seed <number>", "of the first program; the others' follow (default: 1)", naturalNumber)
    .option("--count <count>", "how many programs (default: 1)", positiveNumber)
    .option("--size <count>", "statements of a program, about, up to 1000 (default: 3)", programSize)
    .option("--compile <folder>", "write programs, models and an index.json there")
    .addHelpText("after", "\nExample:\n  rasp generate --count 100 --size 4 --compile models")
    .showHelpAfterError("(`rasp generate --help` shows what there is)")
    .action((flags: Flags) => start("generate", [], flags));
  addCompileOptions(command);
  addPrintOptions(command);
}

/** Flags that win over the program's own `#:` lines come first. */
function addOptions(command: Command): void {
  const name = command.name();
  if (name === "verify") {
    command.option("--causal", "the program is to be read as causal");
    addPrintOptions(command);
    return;
  }
  if (name === "interpret" || name === "run") {
    command.option("--input <sequence>", "an input, repeatable: abc, or JSON such as [1,2]", collect);
  }
  if (name !== "test") command.option("--output <name>", "a name to compute, repeatable", collect);
  command
    .option("--vocab <tokens>", 'the tokens: abc, or JSON such as ["a","b"]')
    .option("--max-length <count>", "the longest input", positiveNumber)
    .option("--causal", "let each position see only itself and what is before it");
  if (name !== "interpret") command.option("--partial", "accept inputs on which the program has no value");
  if (name !== "interpret" && name !== "check") addCompileOptions(command);
  addPrintOptions(command);
}

function addCompileOptions(command: Command): void {
  command
    .option("--uncertified", "accept a model that could not be proved exact")
    .addOption(
      new Option("--precision <type>", "of the weights (default: float32)").choices(["float32", "float64"]),
    )
    .addOption(
      new Option(
        "--layout <kind>",
        "residual dimensions: one for each feature, or reused (default: named)",
      ).choices(["named", "packed"]),
    );
}

function addPrintOptions(command: Command): void {
  command
    .option("--json", "print one JSON document")
    .option("--quiet", "print only results and errors")
    .option("--no-color", "print without colours")
    .addOption(new Option("--debug", "print a trace with internal errors").hideHelp());
}

function collect(value: string, previous: readonly string[] | undefined): readonly string[] {
  return [...(previous ?? []), value];
}

function naturalNumber(text: string): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(number)) return number;
  throw new InvalidArgumentError("It must be a whole number of at least 0.");
}

function positiveNumber(text: string): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(number) && number >= 1) return number;
  throw new InvalidArgumentError("It must be a whole number of at least 1.");
}

/** Statements of a random program: larger ones take long, and serve nobody. */
function programSize(text: string): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= 1 && number <= 1_000) return number;
  throw new InvalidArgumentError("It must be a whole number from 1 to 1000.");
}
