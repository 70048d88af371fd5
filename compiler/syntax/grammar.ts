/** The grammar of statements that hold no others, and of blocks' heads. Blocks are read by statements.ts. */
import type { IRecognitionException, IToken, ParserMethod } from "chevrotain";
import type { Source, Span } from "../../language/source.ts";
import type { Expression, Name } from "./ast.ts";
import type { Inequality } from "./expressions.ts";
import { ExpressionGrammar, TooDeep, textOf } from "./expressions.ts";
import * as token from "./tokens.ts";

/** Where and why tokens did not fit a rule. */
export interface Mismatch {
  /** Index of the token that did not fit; the number of tokens if it is their end. */
  readonly at: number;
  /** Name of the token type expected there, "value", or "end". */
  readonly expected: string;
  /** The innermost rule. */
  readonly rule: string;
}

export type Outcome<T> =
  | { readonly kind: "parsed"; readonly value: T; readonly inequalities: readonly Inequality[] }
  /** `value` is there if all went well up to tokens that do not belong. */
  | { readonly kind: "mismatch"; readonly value: T | undefined; readonly mismatch: Mismatch }
  /** Nested more than `DEEPEST_NESTING` deep at this offset, or a tree deeper than `DEEPEST_SYNTAX` from there. */
  | { readonly kind: "too-deep"; readonly offset: number };

/**
 * One instance serves for many parses: `run` sets its input and forgets the last.
 * It recovers from nothing; the first token that does not fit is the answer.
 */
export class Grammar extends ExpressionGrammar {
  constructor() {
    super();
    this.performSelfAnalysis();
  }

  /** Applies one rule to all of `tokens`. */
  run<T>(rule: ParserMethod<[], T>, source: Source, tokens: readonly IToken[]): Outcome<T> {
    this.source = source;
    this.depth = 0;
    this.inequalities = [];
    this.input = [...tokens];
    let value: T;
    let error: IRecognitionException | undefined;
    try {
      value = rule.call(this);
      [error] = this.errors;
    } catch (thrown) {
      if (thrown instanceof TooDeep) return { kind: "too-deep", offset: thrown.offset };
      throw thrown;
    } finally {
      this.input = [];
    }
    if (error === undefined) return { kind: "parsed", value, inequalities: this.inequalities };
    const at = tokens.indexOf(error.token);
    return {
      kind: "mismatch",
      value: error.message === "end" ? value : undefined,
      mismatch: {
        at: at < 0 ? tokens.length : at,
        expected: error.message,
        rule: error.context.ruleStack.at(-1) ?? "",
      },
    };
  }

  /** `a, b = c, d` */
  readonly assignment = this.RULE("assignment", (): { targets: Name[]; values: Expression[] } => {
    const targets = this.SUBRULE(this.names);
    this.CONSUME(token.Equals);
    const values = this.SUBRULE(this.expressions);
    return { targets, values };
  });

  /** `load "path"` */
  readonly loading = this.RULE("loading", (): { path: string; pathSpan: Span } => {
    this.CONSUME(token.Identifier);
    const path = this.CONSUME(token.Text);
    return this.ACTION(() => ({ path: textOf(path), pathSpan: this.spanOf(path) }));
  });

  /** `draw(x, input)` */
  readonly drawing = this.RULE("drawing", (): { value: Expression; input: Expression | null } => {
    this.CONSUME(token.Identifier);
    this.CONSUME(token.LeftParenthesis);
    const value = this.SUBRULE(this.expression);
    let input: Expression | null = null;
    this.OPTION(() => {
      this.CONSUME(token.Comma);
      input = this.SUBRULE2(this.expression);
    });
    this.CONSUME(token.RightParenthesis);
    return { value, input };
  });

  /** `return a, b` */
  readonly returning = this.RULE("returning", (): Expression[] => {
    this.CONSUME(token.Return);
    return this.SUBRULE(this.expressions);
  });

  /** `def name(a, b)` */
  readonly functionHead = this.RULE("functionHead", (): { name: Name; parameters: Name[] } => {
    this.CONSUME(token.Def);
    const name = this.CONSUME(token.Identifier);
    let parameters: Name[] = [];
    this.CONSUME(token.LeftParenthesis);
    this.OPTION(() => {
      parameters = this.SUBRULE(this.names);
    });
    this.CONSUME(token.RightParenthesis);
    return this.ACTION(() => ({ name: this.nameOf(name), parameters }));
  });

  /** `for a, b in list` */
  readonly loopHead = this.RULE("loopHead", (): { iterators: Name[]; iterable: Expression } => {
    this.CONSUME(token.For);
    return this.SUBRULE(this.iteration);
  });

  /** `name(input) = expected`, in a pragma. */
  readonly expectation = this.RULE(
    "expectation",
    (): { name: Name; input: Expression | null; expected: Expression } => {
      const name = this.CONSUME(token.Identifier);
      let input: Expression | null = null;
      this.OPTION(() => {
        this.CONSUME(token.LeftParenthesis);
        input = this.SUBRULE(this.expression);
        this.CONSUME(token.RightParenthesis);
      });
      this.CONSUME(token.Equals);
      const expected = this.SUBRULE2(this.expression);
      return this.ACTION(() => ({ name: this.nameOf(name), input, expected }));
    },
  );
}
