/** A page for every code of the catalogue, or it does not compile. */
import type { Code } from "../../language/diagnostics/catalogue.ts";
import type { Exempt, Page } from "./page.ts";
import { compiling } from "./pages/compiling.ts";
import { running } from "./pages/running.ts";
import { syntax } from "./pages/syntax.ts";
import { using } from "./pages/using.ts";

export const pages: Readonly<Record<Code, Page | Exempt>> = {
  ...syntax,
  ...running,
  ...compiling,
  ...using,
} satisfies Record<Code, Page | Exempt>;
