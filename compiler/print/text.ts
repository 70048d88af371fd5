/** Pieces of a listing: numbers, places, columns of words. */
import type { Span } from "../../language/source.ts";
import { positionAt } from "../../language/source.ts";

/** Integers in full, others to 6 digits. */
export function showNumber(value: number): string {
  return String(Number.isInteger(value) ? value : Number(value.toPrecision(6))).replace("-", "−");
}

/** Numbers in a row; runs of four or more at equal distances as `0, 1 … 25`, equal ones as `0 ×7`. */
export function showNumbers(values: Iterable<number>): string {
  const all = [...values];
  const parts: string[] = [];
  for (let start = 0; start < all.length;) {
    const first = all[start] ?? 0;
    const step = (all[start + 1] ?? first) - first;
    let end = start + 1;
    while (end < all.length && (all[end] ?? 0) - (all[end - 1] ?? 0) === step) end++;
    const length = end - start;
    if (length < 4) {
      parts.push(showNumber(first));
      start++;
      continue;
    }
    const last = all[end - 1] ?? 0;
    parts.push(
      step === 0
        ? `${showNumber(first)} ×${String(length)}`
        : `${showNumber(first)}, ${showNumber(first + step)} … ${showNumber(last)}`,
    );
    start = end;
  }
  return parts.join(", ");
}

/** `line:column`, and the file where it is not the one at hand. */
export function showPlace(span: Span | null, file: string): string {
  if (span === null) return "";
  const { line, column } = positionAt(span.source, span.start);
  const other = span.source.name === file ? "" : `${span.source.name}:`;
  return `${other}${String(line)}:${String(column)}`;
}

/** A title and its lines, indented; nothing where there are none. */
export function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [title, ...lines.map((line) => `  ${line}`)];
}

/** Rows of cells, each column as wide as its widest. */
export function table(rows: readonly (readonly string[])[]): readonly string[] {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [at, cell] of row.entries()) widths[at] = Math.max(widths[at] ?? 0, cell.length);
  }
  return rows.map((row) =>
    row
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}
