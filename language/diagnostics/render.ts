/** Diagnostics as text for people: a frame with the source, or one line. */
import type { Diagnostic } from "./diagnostic.ts";
import type { Span } from "../source.ts";
import { positionAt } from "../source.ts";
import type { Cell } from "./width.ts";
import { cellsOf, printable } from "./width.ts";

/** What a piece of a rendered diagnostic is; whoever prints it chooses colours. */
export type Style = "error" | "warning" | "note" | "code" | "message" | "gutter" | "mark" | "help";

export interface RenderOptions {
  readonly color: (style: Style, text: string) => string;
}

const plain: RenderOptions = { color: (_style, text) => text };

/** Source lines are cut to so many cells around the mark. */
const windowCells = 100;
/** Of these, so many stand before the mark where the line's beginning is cut. */
const cellsBefore = 40;
/** Lines of a span over several lines that are shown: so many at its beginning, and its last. */
const firstLines = 3;

/**
 * The frame form:
 *
 *     error[unknown-name]: `lenght` is not defined
 *      ┌─ reverse.rasp:1:7
 *      │
 *     1│ opp = lenght - indices - 1;
 *      │       ^^^^^^ not in scope
 *      = help: did you mean `length`?
 */
export function renderDiagnostic(diagnostic: Diagnostic, options: RenderOptions = plain): string {
  const { color } = options;
  const { severity, code, span, notes, help, label } = diagnostic;
  const places = [span, ...notes.map((note) => note.span ?? null)].filter((each) => each !== null);
  const gutter = Math.max(1, ...places.map((each) => String(lastLine(each)).length));
  const bar = (text: string): string => color("gutter", text);
  const pad = " ".repeat(gutter);

  const title = color(severity, severity) + color("code", `[${code}]`);
  const lines = [title + color("message", `: ${printable(diagnostic.message)}`)];
  if (span !== null) lines.push(...frame(span, label ?? "", gutter, severity, options));
  for (const note of notes) {
    lines.push(`${pad}${bar("=")} ${color("note", "note")}: ${printable(note.message)}`);
    if (note.span !== undefined) lines.push(...frame(note.span, "", gutter, "note", options));
  }
  if (help !== undefined) {
    const [first = "", ...more] = help.split("\n");
    lines.push(`${pad}${bar("=")} ${color("help", "help")}: ${printable(first)}`);
    for (const line of more) lines.push(`${pad}        ${printable(line)}`.trimEnd());
  }
  return lines.join("\n");
}

/** The one-line form, for editors and logs: `path:line:column: error[code]: message`. */
export function renderDiagnosticLine(diagnostic: Diagnostic): string {
  const { span, severity, code, message } = diagnostic;
  const place = span === null ? "" : `${placeOf(span)}: `;
  return `${place}${severity}[${code}]: ${printable(message)}`;
}

function placeOf(span: Span): string {
  const { line, column } = positionAt(span.source, span.start);
  return `${printable(span.source.name)}:${String(line)}:${String(column)}`;
}

function frame(
  span: Span,
  label: string,
  gutter: number,
  severity: Diagnostic["severity"],
  { color }: RenderOptions,
): string[] {
  const pad = " ".repeat(gutter);
  const bar = color("gutter", "│");
  const lines = [`${pad}${color("gutter", "┌─")} ${placeOf(span)}`, `${pad}${bar}`];
  const rows = linesOf(span);
  const mark = (text: string): string => color(severity === "note" ? "note" : "mark", text);
  rows.forEach((row, index) => {
    if (index === firstLines && rows.length > firstLines + 1) lines.push(`${pad}${bar} …`);
    if (index >= firstLines && index < rows.length - 1) return;
    const { text, before, marked } = cut(row);
    const number = String(row.number).padStart(gutter);
    lines.push(`${color("gutter", number)}${bar} ${text}`.trimEnd());
    const words = index === rows.length - 1 && label !== "" ? ` ${printable(label)}` : "";
    lines.push(`${pad}${bar} ${" ".repeat(before)}${mark("^".repeat(marked) + words)}`);
  });
  return lines;
}

/** One line of a source with the part of it that is marked, in UTF-16 units. */
interface Row {
  readonly number: number;
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

/** The lines that a span touches. */
function linesOf(span: Span): Row[] {
  const { text } = span.source;
  const rows: Row[] = [];
  let number = positionAt(span.source, span.start).line;
  let start = lineStart(text, span.start);
  for (;;) {
    const end = lineEnd(text, start);
    const from = Math.max(span.start, start) - start;
    rows.push({ number, text: text.slice(start, end), from, to: Math.min(span.end, end) - start });
    const next = text.startsWith("\r\n", end) ? end + 2 : end + 1;
    if (next >= span.end || end >= text.length) return rows;
    start = next;
    number += 1;
  }
}

/** The part of a line that is shown, the blanks before the mark, and the mark's cells. */
function cut(row: Row): { readonly text: string; readonly before: number; readonly marked: number } {
  const cells = cellsOf(row.text);
  let offset = 0;
  let from = 0;
  let to = 0;
  for (const cell of cells) {
    if (offset < row.from) from += cell.width;
    if (offset < row.to) to += cell.width;
    offset += cell.length;
  }
  const total = cells.reduce((sum, cell) => sum + cell.width, 0);
  const marked = Math.max(1, to - from);
  if (total <= windowCells) return { text: textOf(cells), before: from, marked };

  const left = from <= cellsBefore ? 0 : from - cellsBefore;
  let column = 0;
  const shown = cells.filter((cell) => {
    column += cell.width;
    return column - cell.width >= left && column <= left + windowCells;
  });
  const width = shown.reduce((sum, cell) => sum + cell.width, 0);
  const [ahead, behind] = [left > 0 ? "…" : "", left + windowCells < total ? "…" : ""];
  const before = from - left + ahead.length;
  return {
    text: ahead + textOf(shown) + behind,
    before,
    marked: Math.max(1, Math.min(marked, width + ahead.length - before)),
  };
}

function textOf(cells: readonly Cell[]): string {
  return cells.map((cell) => cell.text).join("");
}

function lineStart(text: string, offset: number): number {
  const before = text.slice(0, offset);
  return Math.max(before.lastIndexOf("\n"), before.lastIndexOf("\r")) + 1;
}

function lineEnd(text: string, start: number): number {
  const ends = [text.indexOf("\n", start), text.indexOf("\r", start)].filter((at) => at >= 0);
  return ends.length === 0 ? text.length : Math.min(...ends);
}

function lastLine(span: Span): number {
  return positionAt(span.source, Math.max(span.start, span.end - 1)).line;
}
