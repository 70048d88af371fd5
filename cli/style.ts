/** Colours, and whether to use them. */
import picocolors from "picocolors";
import type { Style } from "../language/diagnostics/render.ts";

export type Colour = (style: Style, text: string) => string;

export function createColour(enabled: boolean): Colour {
  const colours = picocolors.createColors(enabled);
  const styles: Readonly<Record<Style, (text: string) => string>> = {
    error: (text) => colours.bold(colours.red(text)),
    warning: (text) => colours.bold(colours.yellow(text)),
    note: (text) => colours.bold(colours.cyan(text)),
    code: colours.dim,
    message: colours.bold,
    gutter: colours.blue,
    mark: colours.red,
    help: (text) => colours.bold(colours.green(text)),
  };
  return (style, text) => styles[style](text);
}

/** Colour on a terminal only; NO_COLOR and `--no-color` win over FORCE_COLOR. */
export function wantsColour(
  stream: { readonly isTTY?: boolean },
  environment: Readonly<Record<string, string | undefined>>,
  flag: boolean,
): boolean {
  if (!flag || isSet(environment["NO_COLOR"])) return false;
  if (isSet(environment["FORCE_COLOR"])) return environment["FORCE_COLOR"] !== "0";
  return stream.isTTY === true && environment["TERM"] !== "dumb" && !isSet(environment["CI"]);
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== "";
}
