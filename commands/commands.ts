/** What the commands do: one for each of specs.ts, or it does not compile. */
import { command as check } from "./check/words.ts";
import { command as compile } from "./compile/words.ts";
import { command as diff } from "./diff/words.ts";
import { command as explain } from "./explain/words.ts";
import { command as generate } from "./generate/words.ts";
import { command as inspect } from "./inspect/words.ts";
import { command as interpret } from "./interpret/words.ts";
import { command as run } from "./run/words.ts";
import type { Command } from "./shared/command.ts";
import type { CommandName } from "./specs.ts";
import { command as test } from "./test/words.ts";
import { command as verify } from "./verify/words.ts";

export const commands: Readonly<Record<CommandName, Command>> = {
  check,
  compile,
  diff,
  explain,
  generate,
  inspect,
  interpret,
  run,
  test,
  verify,
};
