/** The grammar of expressions. */
import type { IToken, ParserMethod } from "chevrotain";
import { EmbeddedActionsParser } from "chevrotain";
import type { Comparison } from "../../language/graph.ts";
import type { Source, Span } from "../../language/source.ts";
import type { Expression, Name } from "./ast.ts";
import { isTooDeep } from "./measure.ts";
import type { Joint } from "./precedence.ts";
import { associate } from "./precedence.ts";
import * as token from "./tokens.ts";

/** `!=` between two values, which only `select` knows. */
export interface Inequality {
  readonly token: IToken;
  readonly left: Expression;
  readonly right: Expression;
}

/** Brackets and conditions inside each other; about a third of what the stack holds. */
export const DEEPEST_NESTING = 200;

/** Thrown out of the rules, past chevrotain, and caught by whoever runs them. */
export class TooDeep extends Error {
  readonly offset: number;
  constructor(offset: number) {
    super("too deep");
    this.offset = offset;
  }
}

const silent = {
  buildMismatchTokenMessage: (options: { readonly expected: { readonly name: string } }) =>
    options.expected.name,
  buildNotAllInputParsedMessage: () => "end",
  buildNoViableAltMessage: () => "value",
  buildEarlyExitMessage: () => "value",
};

/** Rules for expressions; recovers from nothing. Whoever extends it calls `performSelfAnalysis`. */
export class ExpressionGrammar extends EmbeddedActionsParser {
  protected source: Source = { name: "", text: "" };
  protected depth = 0;
  protected inequalities: Inequality[] = [];

  constructor() {
    super(token.tokenTypes, {
      maxLookahead: 1,
      recoveryEnabled: false,
      skipValidations: true,
      errorMessageProvider: silent,
    });
  }

  readonly expression: ParserMethod<[], Expression> = this.RULE("expression", (): Expression => {
    this.ACTION(() => {
      this.depth += 1;
      if (this.depth > DEEPEST_NESTING) throw new TooDeep(this.LA(1).startOffset);
    });
    const operands: Expression[] = [this.SUBRULE(this.operand)];
    const joints: Joint[] = [];
    this.MANY(() => {
      this.OR([
        {
          ALT: () => {
            const operator = this.CONSUME(token.BinaryOperator);
            this.ACTION(() => joints.push({ kind: "operator", token: operator }));
          },
        },
        {
          ALT: () => {
            this.CONSUME(token.If);
            const condition = this.SUBRULE(this.expression);
            this.CONSUME(token.Else);
            this.ACTION(() => joints.push({ kind: "choice", condition }));
          },
        },
      ]);
      operands.push(this.SUBRULE2(this.operand));
    });
    return this.ACTION(() => {
      this.depth -= 1;
      const tree = associate(this.source, operands, joints, (sign, left, right) => {
        this.inequalities.push({ token: sign, left, right });
      });
      if (this.depth === 0 && isTooDeep(tree)) throw new TooDeep(tree.span.start);
      return tree;
    });
  });

  /** Prefix operators, a primary, and calls and indices behind it. */
  private readonly operand: ParserMethod<[], Expression> = this.RULE("operand", (): Expression => {
    const prefixes: IToken[] = [];
    this.MANY(() => {
      prefixes.push(this.CONSUME(token.PrefixOperator));
    });
    let value = this.SUBRULE(this.primary);
    this.MANY2(() => {
      this.OR([
        {
          ALT: () => {
            this.CONSUME(token.LeftBracket);
            const index = this.SUBRULE(this.expression);
            const close = this.CONSUME(token.RightBracket);
            this.ACTION(() => {
              value = { kind: "index", base: value, index, span: this.between(value.span.start, close) };
            });
          },
        },
        {
          ALT: () => {
            this.CONSUME(token.LeftParenthesis);
            let inputs: Expression[] = [];
            this.OPTION(() => {
              inputs = this.SUBRULE(this.expressions);
            });
            const close = this.CONSUME(token.RightParenthesis);
            this.ACTION(() => {
              const span = this.between(value.span.start, close);
              value = { kind: "call", callee: value, arguments: inputs, span };
            });
          },
        },
      ]);
    });
    return this.ACTION(() =>
      prefixes.reduceRight<Expression>((operand, prefix) => {
        const symbol = prefix.image === "-" || prefix.image === "+" ? prefix.image : "not";
        const span = { source: this.source, start: prefix.startOffset, end: operand.span.end };
        return { kind: "unary", symbol, operand, span };
      }, value),
    );
  });

  private readonly primary: ParserMethod<[], Expression> = this.RULE("primary", (): Expression =>
    this.OR([
      {
        ALT: () => {
          const name = this.CONSUME(token.Identifier);
          return this.ACTION((): Expression => ({ kind: "name", name: name.image, span: this.spanOf(name) }));
        },
      },
      {
        ALT: () => {
          const digits = this.CONSUME(token.Int);
          return this.ACTION((): Expression => ({
            kind: "int",
            digits: digits.image,
            span: this.spanOf(digits),
          }));
        },
      },
      {
        ALT: () => {
          const digits = this.CONSUME(token.Float);
          return this.ACTION((): Expression => ({
            kind: "float",
            digits: digits.image,
            span: this.spanOf(digits),
          }));
        },
      },
      {
        ALT: () => {
          const text = this.CONSUME(token.Text);
          return this.ACTION((): Expression => ({
            kind: "string",
            value: textOf(text),
            span: this.spanOf(text),
          }));
        },
      },
      { ALT: () => this.SUBRULE(this.parenthesised) },
      { ALT: () => this.SUBRULE(this.list) },
      { ALT: () => this.SUBRULE(this.dict) },
      { ALT: () => this.SUBRULE(this.select) },
      { ALT: () => this.SUBRULE(this.aggregate) },
      { ALT: () => this.SUBRULE(this.builtin) },
    ]),
  );

  private readonly parenthesised: ParserMethod<[], Expression> = this.RULE(
    "parenthesised",
    (): Expression => {
      const open = this.CONSUME(token.LeftParenthesis);
      const value = this.SUBRULE(this.expression);
      const close = this.CONSUME(token.RightParenthesis);
      return this.ACTION(() => ({ ...value, span: this.between(open.startOffset, close) }));
    },
  );

  private readonly list: ParserMethod<[], Expression> = this.RULE("list", (): Expression => {
    const open = this.CONSUME(token.LeftBracket);
    const items: Expression[] = [];
    let iteration: { iterators: Name[]; iterable: Expression } | undefined;
    this.OPTION(() => {
      items.push(this.SUBRULE(this.expression));
      this.OR([
        {
          ALT: () => {
            this.CONSUME(token.For);
            iteration = this.SUBRULE(this.iteration);
          },
        },
        {
          ALT: () => {
            this.MANY(() => {
              this.CONSUME(token.Comma);
              items.push(this.SUBRULE2(this.expression));
            });
          },
        },
      ]);
    });
    const close = this.CONSUME(token.RightBracket);
    return this.ACTION(() => {
      const span = this.between(open.startOffset, close);
      const [item] = items;
      if (iteration === undefined || item === undefined) return { kind: "list", items, span };
      return { kind: "list-comprehension", item, ...iteration, span };
    });
  });

  private readonly dict: ParserMethod<[], Expression> = this.RULE("dict", (): Expression => {
    const open = this.CONSUME(token.LeftBrace);
    const entries: [Expression, Expression][] = [];
    let iteration: { iterators: Name[]; iterable: Expression } | undefined;
    this.OPTION(() => {
      entries.push(this.SUBRULE(this.entry));
      this.OR([
        {
          ALT: () => {
            this.CONSUME(token.For);
            iteration = this.SUBRULE(this.iteration);
          },
        },
        {
          ALT: () => {
            this.MANY(() => {
              this.CONSUME(token.Comma);
              entries.push(this.SUBRULE2(this.entry));
            });
          },
        },
      ]);
    });
    const close = this.CONSUME(token.RightBrace);
    return this.ACTION(() => {
      const span = this.between(open.startOffset, close);
      const [entry] = entries;
      if (iteration === undefined || entry === undefined) return { kind: "dict", entries, span };
      return { kind: "dict-comprehension", key: entry[0], value: entry[1], ...iteration, span };
    });
  });

  private readonly entry = this.RULE("entry", (): [Expression, Expression] => {
    const key = this.SUBRULE(this.expression);
    this.CONSUME(token.Colon);
    const value = this.SUBRULE2(this.expression);
    return [key, value];
  });

  private readonly select: ParserMethod<[], Expression> = this.RULE("select", (): Expression => {
    const open = this.CONSUME(token.Select);
    this.CONSUME(token.LeftParenthesis);
    const keys = this.SUBRULE(this.expression);
    this.CONSUME(token.Comma);
    const queries = this.SUBRULE2(this.expression);
    this.CONSUME2(token.Comma);
    const sign = this.CONSUME(token.Comparison);
    const close = this.CONSUME(token.RightParenthesis);
    return this.ACTION(() => {
      const comparison = known(comparisons, sign.image);
      return { kind: "select", keys, queries, comparison, span: this.between(open.startOffset, close) };
    });
  });

  private readonly aggregate: ParserMethod<[], Expression> = this.RULE("aggregate", (): Expression => {
    const open = this.CONSUME(token.Aggregate);
    this.CONSUME(token.LeftParenthesis);
    const selector = this.SUBRULE(this.expression);
    this.CONSUME(token.Comma);
    const value = this.SUBRULE2(this.expression);
    let otherwise: Expression | null = null;
    this.OPTION(() => {
      this.CONSUME2(token.Comma);
      otherwise = this.SUBRULE3(this.expression);
    });
    const close = this.CONSUME(token.RightParenthesis);
    return this.ACTION(() => {
      const span = this.between(open.startOffset, close);
      return { kind: "aggregate", selector, value, default: otherwise, span };
    });
  });

  private readonly builtin: ParserMethod<[], Expression> = this.RULE("builtin", (): Expression => {
    const { word, inputs } = this.OR([
      {
        ALT: () => {
          const several = this.CONSUME(token.SeveralValued);
          this.CONSUME(token.LeftParenthesis);
          return { word: several, inputs: this.SUBRULE(this.expressions) };
        },
      },
      {
        ALT: () => {
          const one = this.CONSUME(token.OneValued);
          this.CONSUME2(token.LeftParenthesis);
          return { word: one, inputs: [this.SUBRULE(this.expression)] };
        },
      },
    ]);
    const close = this.CONSUME(token.RightParenthesis);
    return this.ACTION(() => ({
      kind: "builtin",
      word: known(builtinWords, word.image),
      arguments: inputs,
      span: this.between(word.startOffset, close),
    }));
  });

  protected readonly expressions: ParserMethod<[], Expression[]> = this.RULE(
    "expressions",
    (): Expression[] => {
      const values = [this.SUBRULE(this.expression)];
      this.MANY(() => {
        this.CONSUME(token.Comma);
        values.push(this.SUBRULE2(this.expression));
      });
      return values;
    },
  );

  protected readonly iteration: ParserMethod<[], { iterators: Name[]; iterable: Expression }> = this.RULE(
    "iteration",
    () => {
      const iterators = this.SUBRULE(this.names);
      this.CONSUME(token.In);
      const iterable = this.SUBRULE(this.expression);
      return { iterators, iterable };
    },
  );

  protected readonly names: ParserMethod<[], Name[]> = this.RULE("names", (): Name[] => {
    const tokens = [this.CONSUME(token.Identifier)];
    this.MANY(() => {
      this.CONSUME(token.Comma);
      tokens.push(this.CONSUME2(token.Identifier));
    });
    return this.ACTION(() => tokens.map((name) => this.nameOf(name)));
  });

  protected nameOf(name: IToken): Name {
    return { text: name.image, span: this.spanOf(name) };
  }

  protected spanOf(of: IToken): Span {
    return { source: this.source, start: of.startOffset, end: token.endOf(of) };
  }

  private between(start: number, close: IToken): Span {
    return { source: this.source, start, end: token.endOf(close) };
  }
}

const comparisons = ["==", "!=", "<", "<=", ">", ">="] as const satisfies readonly Comparison[];
const builtinWords = ["range", "zip", "len", "round", "indicator"] as const;

/** The one of `all` that is spelt so. */
function known<T extends string>(all: readonly T[], image: string): T {
  const found = all.find((each) => each === image);
  if (found === undefined) throw new Error(`internal: ${image} is none of ${all.join(" ")}`);
  return found;
}

/** What a string stands for. */
export function textOf(text: IToken): string {
  return text.image.slice(1, token.is(text, token.UnterminatedString) ? undefined : -1);
}
