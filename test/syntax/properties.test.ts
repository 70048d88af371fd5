/** Laws of the parser, for random texts and random trees. */
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Diagnostic } from "../../language/diagnostics/diagnostic.ts";
import { renderDiagnostic, renderDiagnosticLine } from "../../language/diagnostics/render.ts";
import { parse } from "../../compiler/syntax/parse.ts";
import { expressionOf, shown } from "./notation.ts";

/** Levels of the precedence table, with the signs that have them. */
const levels: readonly (readonly string[])[] = [
  ["^"],
  ["*", "/"],
  ["%"],
  ["+", "-"],
  ["==", "<", "<=", ">", ">="],
  ["and", "or"],
  ["if"],
  ["in"],
];

/** A text as a person would write it, with its loosest level, and the same fully parenthesised. */
interface Written {
  readonly text: string;
  /** -2 atom or postfix, -1 prefix, else an index of `levels`. */
  readonly level: number;
  readonly full: string;
}

const names = fc.constantFrom("a", "tokens", "s_1", "on", "set").map((name): Written => leaf(name));
const literals = fc.constantFrom("0", "12", "1.5", '"x y"').map((literal): Written => leaf(literal));

function leaf(text: string): Written {
  return { text, level: -2, full: text };
}

/** In parentheses only where the table asks for them. */
function within(part: Written, loosest: number): string {
  return part.level <= loosest ? part.text : `(${part.text})`;
}

const { written } = fc.letrec<{ written: Written }>((tie) => ({
  written: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    names,
    literals,
    fc
      .tuple(tie("written"), tie("written"), tie("written"), fc.nat(levels.length - 1), fc.nat())
      .map(([left, right, middle, level, pick]): Written => {
        const sign = levels[level]?.[pick % (levels[level]?.length ?? 1)] ?? "+";
        const joint = sign === "if" ? `if ${middle.text} else` : sign;
        const full = sign === "if" ? `if ${middle.full} else` : sign;
        return {
          text: `${within(left, level)} ${joint} ${within(right, level - 1)}`,
          level,
          full: `(${left.full} ${full} ${right.full})`,
        };
      }),
    fc.tuple(fc.constantFrom("-", "+", "not"), tie("written")).map(([sign, operand]): Written => ({
      text: `${sign} ${within(operand, -1)}`,
      level: -1,
      full: `(${sign} ${operand.full})`,
    })),
    fc.tuple(tie("written"), tie("written")).map(([base, index]) => ({
      text: `${within(base, -2)}[${index.text}]`,
      level: -2,
      full: `${base.full}[${index.full}]`,
    })),
    fc.tuple(tie("written"), fc.array(tie("written"), { maxLength: 2 })).map(([callee, inputs]) => ({
      text: `${within(callee, -2)}(${inputs.map(({ text }) => text).join(",")})`,
      level: -2,
      full: `${callee.full}(${inputs.map(({ full }) => full).join(", ")})`,
    })),
    fc.array(tie("written"), { maxLength: 3 }).map((items) => ({
      text: `[${items.map(({ text }) => text).join(" , ")}]`,
      level: -2,
      full: `[${items.map(({ full }) => full).join(", ")}]`,
    })),
    fc.tuple(tie("written"), tie("written")).map(([keys, queries]) => ({
      text: `select (${keys.text},${queries.text},<)`,
      level: -2,
      full: `select(${keys.full}, ${queries.full}, <)`,
    })),
    fc.tuple(tie("written"), tie("written")).map(([item, iterable]) => ({
      text: `[${item.text} for x, y in ${iterable.text}]`,
      level: -2,
      full: `[${item.full} for x, y in ${iterable.full}]`,
    })),
  ),
}));

test("an expression with the fewest parentheses reads as the one with all of them", () => {
  fc.assert(
    fc.property(written, ({ text, full }) => {
      expect(shown(expressionOf(text))).toBe(full);
      expect(shown(expressionOf(full))).toBe(full);
    }),
    { numRuns: 500 },
  );
});

/** Words and signs of the language, and some that are not. */
const pieces = fc.constantFrom(
  ..."def return for in if else and or not select aggregate range zip len round indicator".split(" "),
  ..."set s-op selector example examples show on off load draw exit full seq display lambda while".split(" "),
  ..."( ) [ ] { } , ; : = == != < <= + - * / % ^ += ** ! @ . ' \" # #:".split(" "),
  ..."a b f 1 2.5 1e5 .5 \"x\" 'y' é 漢 \0 \r \n \t".split(" "),
  "\n",
  "\r\n",
  "#: expect a = [1]\n",
  "#: vocabulary [1, 2.0]\n",
);

const texts = fc.oneof(
  fc.array(pieces, { maxLength: 40 }).map((words) => words.join(" ")),
  fc.array(pieces, { maxLength: 40 }).map((words) => words.join("")),
  fc.string({ unit: "binary", maxLength: 60 }),
);

function places(diagnostic: Diagnostic): { start: number; end: number }[] {
  return [diagnostic.span, ...diagnostic.notes.map(({ span }) => span)].flatMap((span) => span ?? []);
}

test("any text is read; its diagnostics lie in it, in order, and can be shown", () => {
  fc.assert(
    fc.property(texts, (text) => {
      const { tree, diagnostics } = parse({ name: "test.rasp", text });
      for (const diagnostic of diagnostics) {
        for (const { start, end } of places(diagnostic)) {
          expect(0 <= start && start <= end && end <= text.length).toBe(true);
        }
        const lines = renderDiagnostic(diagnostic, { color: (_style, shownText) => shownText }).split("\n");
        expect(lines.filter((line) => line.includes("^")).length).toBeGreaterThan(0);
        expect(/\p{Control}/u.test(lines.join(""))).toBe(false);
        expect(renderDiagnosticLine(diagnostic)).toMatch(
          /^test\.rasp:\d+:\d+: (error|warning)\[[a-z-]+\]: ./u,
        );
      }
      const starts = diagnostics.map(({ span }) => span?.start ?? 0);
      expect(starts).toEqual(starts.toSorted((a, b) => a - b));
      for (const { span } of tree.statements) expect(span.start).toBeLessThan(span.end);
    }),
    { numRuns: 1500 },
  );
});

test("a text without mistakes reads the same with comments and line breaks between all its tokens", () => {
  fc.assert(
    fc.property(written, ({ full }) => {
      const spread = full.replaceAll(/"[^"]*"|[\w.]+|[=<>]=|[^\w\s]/g, "$& # note\n");
      expect(shown(expressionOf(spread))).toBe(full);
    }),
    { numRuns: 300 },
  );
});

test("parsing one text leaves no trace in the next", () => {
  fc.assert(
    fc.property(texts, (text) => {
      parse({ name: "test.rasp", text });
      expect(shown(expressionOf("-a^2 in [b, c]"))).toBe("(((- a) ^ 2) in [b, c])");
    }),
    { numRuns: 300 },
  );
});
