/** The words and signs of RASP, as chevrotain's lexer needs them. */
import type { IToken, TokenType } from "chevrotain";
import { Lexer, createToken, tokenMatcher } from "chevrotain";

/** Signs that stand between two expressions; `level` and `symbol` are in precedence.ts. */
export const BinaryOperator = createToken({ name: "BinaryOperator", pattern: Lexer.NA });
/** Signs that stand before an expression. */
export const PrefixOperator = createToken({ name: "PrefixOperator", pattern: Lexer.NA });
/** What `select` takes as its third argument. */
export const Comparison = createToken({ name: "Comparison", pattern: Lexer.NA });
/** Reserved words: no name can be one of them. */
export const Keyword = createToken({ name: "Keyword", pattern: Lexer.NA });
/** Words that are called with parentheses. */
export const BuiltinWord = createToken({ name: "BuiltinWord", pattern: Lexer.NA });
/** Spelt as in other languages; read as what is meant, and reported. */
export const Foreign = createToken({ name: "Foreign", pattern: Lexer.NA });
export const Text = createToken({ name: "Text", pattern: Lexer.NA });

export const Identifier = createToken({ name: "Identifier", pattern: /[A-Za-z_][A-Za-z_0-9]*/ });

function word(name: string, image: string, categories: TokenType[] = []): TokenType {
  return createToken({
    name,
    pattern: image,
    longer_alt: Identifier,
    categories: [Keyword, ...categories],
  });
}

function sign(name: string, pattern: string | RegExp, categories: TokenType[] = []): TokenType {
  return createToken({ name, pattern, categories });
}

export const Def = word("Def", "def");
export const Return = word("Return", "return");
export const For = word("For", "for");
export const In = word("In", "in", [BinaryOperator]);
export const If = word("If", "if");
export const Else = word("Else", "else");
const And = word("And", "and", [BinaryOperator]);
const Or = word("Or", "or", [BinaryOperator]);
const Not = word("Not", "not", [PrefixOperator]);
export const Select = word("Select", "select", [BuiltinWord]);
export const Aggregate = word("Aggregate", "aggregate", [BuiltinWord]);
/** Taking one or more values, and taking exactly one. */
export const SeveralValued = createToken({ name: "SeveralValued", pattern: Lexer.NA });
export const OneValued = createToken({ name: "OneValued", pattern: Lexer.NA });
const Range = word("Range", "range", [BuiltinWord, SeveralValued]);
const Zip = word("Zip", "zip", [BuiltinWord, SeveralValued]);
const Len = word("Len", "len", [BuiltinWord, OneValued]);
const Round = word("Round", "round", [BuiltinWord, OneValued]);
const Indicator = word("Indicator", "indicator", [BuiltinWord, OneValued]);

export const Float = sign("Float", /[0-9]+\.[0-9]+/);
export const Int = sign("Int", /[0-9]+/);
export const StringLiteral = sign("StringLiteral", /"[^"\r\n]*"/, [Text]);

/** Numbers with an exponent, a bare point, an underscore or several points. */
export const BadNumber = sign(
  "BadNumber",
  /[0-9]+(?:\.[0-9]+)?[eE][+-]?[0-9]+|[0-9]+(?:\.[0-9]+){2,}|[0-9]+(?:_[0-9]+)+|[0-9]+\.(?![0-9])|\.[0-9]+/,
  [Foreign, Float],
);
export const UnterminatedString = sign("UnterminatedString", /"[^"\r\n]*/, [Foreign, Text]);
export const SingleQuoted = sign("SingleQuoted", /'[^'\r\n]*'/, [Foreign, Text]);

export const LeftParenthesis = sign("LeftParenthesis", "(");
export const RightParenthesis = sign("RightParenthesis", ")");
export const LeftBracket = sign("LeftBracket", "[");
export const RightBracket = sign("RightBracket", "]");
export const LeftBrace = sign("LeftBrace", "{");
export const RightBrace = sign("RightBrace", "}");
export const Comma = sign("Comma", ",");
export const Semicolon = sign("Semicolon", ";");
export const Colon = sign("Colon", ":");
export const Equals = sign("Equals", "=");
/** `+=` and its like, which RASP does not have. */
export const CompoundAssignment = sign("CompoundAssignment", /\+=|-=|\*=|\/=|%=|\^=/);

const Plus = sign("Plus", "+", [BinaryOperator, PrefixOperator]);
const Minus = sign("Minus", "-", [BinaryOperator, PrefixOperator]);
const Times = sign("Times", "*", [BinaryOperator]);
const Divide = sign("Divide", "/", [BinaryOperator]);
const Modulo = sign("Modulo", "%", [BinaryOperator]);
const Power = sign("Power", "^", [BinaryOperator]);
const Same = sign("Same", "==", [BinaryOperator, Comparison]);
export const Different = sign("Different", "!=", [BinaryOperator, Comparison]);
const LessOrEqual = sign("LessOrEqual", "<=", [BinaryOperator, Comparison]);
const Less = sign("Less", "<", [BinaryOperator, Comparison]);
const GreaterOrEqual = sign("GreaterOrEqual", ">=", [BinaryOperator, Comparison]);
const Greater = sign("Greater", ">", [BinaryOperator, Comparison]);

const ForeignOperator = sign("ForeignOperator", /\*\*|\/\/|&&|\|\||===|!==|<>/, [Foreign, BinaryOperator]);
const ForeignNot = sign("ForeignNot", /!(?!=)/, [Foreign, PrefixOperator]);

/** A byte order mark counts as white space. */
const WhiteSpace = createToken({
  name: "WhiteSpace",
  pattern: /[ \t\r\n\uFEFF]+/,
  group: Lexer.SKIPPED,
  line_breaks: true,
});
const Comment = createToken({ name: "Comment", pattern: /#[^\r\n]*/, group: "comments" });

/** In the order in which the lexer tries them: longer before shorter, words before names. */
export const tokenTypes: TokenType[] = [
  WhiteSpace,
  Comment,
  BinaryOperator,
  PrefixOperator,
  Comparison,
  Keyword,
  BuiltinWord,
  SeveralValued,
  OneValued,
  Foreign,
  Text,
  Def,
  Return,
  For,
  Indicator,
  In,
  If,
  Else,
  And,
  Or,
  Not,
  Select,
  Aggregate,
  Range,
  Zip,
  Len,
  Round,
  Identifier,
  BadNumber,
  Float,
  Int,
  StringLiteral,
  UnterminatedString,
  SingleQuoted,
  ForeignOperator,
  CompoundAssignment,
  Same,
  Different,
  ForeignNot,
  LessOrEqual,
  Less,
  GreaterOrEqual,
  Greater,
  Equals,
  Plus,
  Minus,
  Times,
  Divide,
  Modulo,
  Power,
  LeftParenthesis,
  RightParenthesis,
  LeftBracket,
  RightBracket,
  LeftBrace,
  RightBrace,
  Comma,
  Semicolon,
  Colon,
];

/** True if the token is there and is of the type or category. */
export function is(token: IToken | undefined, type: TokenType): boolean {
  return token !== undefined && tokenMatcher(token, type);
}

/** The offset after a token's last character. */
export function endOf(token: IToken): number {
  return token.startOffset + token.image.length;
}

/** True if a value can end with this token, so that an operator or `;` may follow. */
export function endsOperand(token: IToken | undefined): boolean {
  return (
    is(token, Identifier) ||
    is(token, Int) ||
    is(token, Float) ||
    is(token, Text) ||
    is(token, RightParenthesis) ||
    is(token, RightBracket) ||
    is(token, RightBrace)
  );
}
