/** How many terminal cells text takes, and text made safe to print. */

/** A character as it is printed, and the cells it takes. */
export interface Cell {
  readonly text: string;
  readonly width: number;
  /** UTF-16 units of the original. */
  readonly length: number;
}

const tabStop = 4;

/** East Asian wide and full-width characters, and pictographs, by code point. */
const wideRanges: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x2e80, 0x303e],
  [0x3041, 0xa4cf],
  [0xa960, 0xa97f],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x1f300, 0x1f64f],
  [0x1f680, 0x1f6ff],
  [0x1f900, 0x1f9ff],
  [0x20000, 0x3fffd],
];

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
  const point = character.codePointAt(0) ?? 0;
  return wideRanges.some(([from, to]) => point >= from && point <= to) ? 2 : 1;
}
