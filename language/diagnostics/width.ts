/** How many terminal cells text takes, and text made safe to print. */
import { eastAsianWidth } from "get-east-asian-width";

/** A character as it is printed, and the cells it takes. */
export interface Cell {
  readonly text: string;
  readonly width: number;
  /** UTF-16 units of the original. */
  readonly length: number;
}

const tabStop = 4;

/** The cells of one line: tabs as blanks up to the next stop, control characters as `�`. */
export function cellsOf(line: string): readonly Cell[] {
  let column = 0;
  return Array.from(line, (character) => {
    const width = character === "\t" ? tabStop - (column % tabStop) : widthOf(character);
    column += width;
    const text = character === "\t" ? " ".repeat(width) : printable(character);
    return { text, width, length: character.length };
  });
}

/** Text with control characters replaced, so that no source can steer the terminal. */
export function printable(text: string): string {
  return text.replaceAll(/[\p{Control}\p{Surrogate}\u2028\u2029\p{Bidi_Control}]/gu, "�");
}

function widthOf(character: string): number {
  if (/^[\p{Mark}\uFEFF\u200B-\u200D]$/u.test(character)) return 0;
  if (/^\p{Emoji_Presentation}$/u.test(character)) return 2;
  return eastAsianWidth(character.codePointAt(0) ?? 0);
}
