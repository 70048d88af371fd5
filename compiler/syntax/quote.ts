/** Program text as messages quote it. */
import type { Source } from "../../language/source.ts";

/** The text of a span on one line, if it is short enough to be quoted in a help. */
export function quotable(source: Source, start: number, end: number): string | undefined {
  const text = source.text.slice(start, end).replaceAll(/\s+/g, " ").trim();
  return text.length > 0 && text.length <= 60 && !text.includes("#") ? text : undefined;
}

/** Program text as messages show it: of what is long only the beginning. */
export function quoted(image: string): string {
  return image.length > 30 ? `\`${image.slice(0, 30)}…\`` : `\`${image}\``;
}
