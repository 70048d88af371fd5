/** The commands, in the order of the help. Loads nothing of the compiler. */
import { spec as check } from "./check/spec.ts";
import { spec as compile } from "./compile/spec.ts";
import { spec as diff } from "./diff/spec.ts";
import { spec as explain } from "./explain/spec.ts";
import { spec as generate } from "./generate/spec.ts";
import { spec as inspect } from "./inspect/spec.ts";
import { spec as interpret } from "./interpret/spec.ts";
import { spec as run } from "./run/spec.ts";
import type { Spec } from "./shared/spec.ts";
import { spec as test } from "./test/spec.ts";
import { spec as verify } from "./verify/spec.ts";

const all = [interpret, compile, run, diff, check, test, verify, inspect, generate, explain] as const;

export type CommandName = (typeof all)[number]["name"];

export const specs: readonly (Spec & { readonly name: CommandName })[] = all;
