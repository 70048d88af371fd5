/** Where we differ from the original on purpose. */

interface Exception {
  readonly id: string;
  /** `output x`, or `statement 3` (counted from 0): all that differs in the case. */
  readonly differs: readonly string[];
  /** The number of the decision in the documentation of the language. */
  readonly decision: number;
  readonly reason: string;
}

export const EXCEPTIONS: readonly Exception[] = [
  {
    id: "agg/default-list",
    differs: ["output a", "statement 0"],
    decision: 12,
    reason: "a default must be an atom also where no row is empty",
  },
  {
    id: "assign/unpack-string",
    differs: ["output a", "output b", "statement 0"],
    decision: 8,
    reason: "strings are not unpacked",
  },
  {
    id: "comp/list-multi-iterators",
    differs: ["output b", "statement 1"],
    decision: 8,
    reason: "strings are not unpacked",
  },
  {
    id: "lex/aggregate-with-space-is-undefined",
    differs: ["output a", "statement 0"],
    decision: 3,
    reason: "a space may stand before the parenthesis",
  },
  {
    id: "lex/keyword-as-name/examples",
    differs: ["output examples", "statement 0"],
    decision: 4,
    reason: "a word of the console is a name where no command of it can stand",
  },
  {
    id: "lex/keyword-as-name/exit",
    differs: ["output exit", "statement 0"],
    decision: 4,
    reason: "a word of the console is a name where no command of it can stand",
  },
  {
    id: "lex/keyword-as-name/quit",
    differs: ["output quit", "statement 0"],
    decision: 4,
    reason: "a word of the console is a name where no command of it can stand",
  },
  {
    id: "lex/keyword-as-name/set",
    differs: ["output set", "statement 0"],
    decision: 4,
    reason: "a word of the console is a name where no command of it can stand",
  },
  {
    id: "lex/range-len-zip-with-space-undefined",
    differs: ["output a", "output b", "output c", "statement 0", "statement 1", "statement 2"],
    decision: 3,
    reason: "a space may stand before the parenthesis",
  },
  {
    id: "lex/select-with-space-is-error",
    differs: ["output a", "statement 0"],
    decision: 3,
    reason: "a space may stand before the parenthesis",
  },
  {
    id: "matrix/eq/function",
    differs: [
      "output r_sop_int",
      "output r_sop_float",
      "output r_sop_str",
      "output r_sop_bool",
      "statement 11",
      "statement 12",
      "statement 13",
      "statement 14",
    ],
    decision: 8,
    reason: "an s-op is not compared with a list or a function",
  },
  {
    id: "matrix/eq/sop-str",
    differs: ["output r_list", "output r_function", "statement 19", "statement 21"],
    decision: 8,
    reason: "an s-op is not compared with a list or a function",
  },
  {
    id: "matrix/mod/str",
    differs: ["output r_list", "statement 19"],
    decision: 8,
    reason: "no string formatting by `%`",
  },
  {
    id: "matrix/times/bool",
    differs: ["output r_list", "statement 19"],
    decision: 8,
    reason: "lists are not repeated by `*`",
  },
  {
    id: "matrix/times/int",
    differs: ["output r_list", "statement 19"],
    decision: 8,
    reason: "lists are not repeated by `*`",
  },
  {
    id: "names/not-reserved/aggregate",
    differs: ["output aggregate", "output ok", "statement 0", "statement 1"],
    decision: 3,
    reason: "a word of the language is no name",
  },
  {
    id: "names/not-reserved/select",
    differs: ["output select", "output ok", "statement 0", "statement 1"],
    decision: 3,
    reason: "a word of the language is no name",
  },
  {
    id: "syntax/two-statements-one-line",
    differs: ["output a", "statement 0"],
    decision: 1,
    reason: "statements may share a line",
  },
];
