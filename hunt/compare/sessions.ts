/** Command lines that both commits are given: right use, wrong use, unusable files, odd places to write. */
export interface Session {
  readonly name: string;
  /** Files of the folder in which the lines are typed. */
  readonly files: Readonly<Record<string, string>>;
  readonly lines: readonly Line[];
}

interface Line {
  readonly words: readonly string[];
  /** What standard input holds. */
  readonly input?: string;
}

const reverse = `#: vocabulary "abcde"
#: max-length 8
#: example "abcde"
#: expect reversed("abc") = ["c", "b", "a"]
flip = select(indices, length - 1 - indices, ==);
reversed = aggregate(flip, tokens);
`;

const failing = `#: vocabulary "ab"
#: max-length 4
shifted = aggregate(select(indices, indices + 1, ==), tokens);
count = 1 / selector_width(select(tokens, "a", ==));
`;

const wrong = `#: vocabulary "ab"
#: max-length 4
#: expect a("ab") = [1, 2]
#: expect nothing("ab") = 1
a = lenght;
b = tokens + 1;
c = (1;
`;

const line = (text: string, input?: string): Line => ({
  words: text.split(" "),
  ...(input === undefined ? {} : { input }),
});

export const sessions: readonly Session[] = [
  {
    name: "help",
    files: {},
    lines: [
      ...["", "--help", "--version", "nonsense", "comple x.rasp", "compile", "run", "--json"].map((text) =>
        text === "" ? { words: [] } : line(text),
      ),
      ...["interpret", "compile", "run", "diff", "check", "test", "verify", "generate"].map((name) =>
        line(`${name} --help`),
      ),
    ],
  },
  {
    name: "right",
    files: { "reverse.rasp": reverse },
    lines: [
      "interpret reverse.rasp",
      "interpret reverse.rasp --input ab --json",
      'interpret reverse.rasp ["a","b"] --output reversed',
      "check reverse.rasp",
      "check reverse.rasp --json",
      "test reverse.rasp",
      "test reverse.rasp --json",
      "compile reverse.rasp",
      "compile reverse.rasp --json --layout packed -o packed.json",
      "compile reverse.rasp --explain --causal -o causal.json",
      "compile reverse.rasp --quiet --precision float64 -o wide.json",
      "compile reverse.rasp -o -",
      "run reverse.rasp --input abc --json",
      "run reverse.rasp abc cab --quiet",
      "run reverse.weights.json --input abc",
      "run reverse.weights.json --input abc --output reversed --json",
      "verify reverse.weights.json",
      "verify reverse.weights.json --against reverse.rasp --json",
      "verify causal.json --against reverse.rasp",
      "verify packed.json --against sort",
      "diff reverse.rasp",
      "diff reverse.rasp reverse.weights.json --max-length 4 --json",
      "diff reverse.rasp causal.json",
      "diff reverse.rasp --limit 10 --samples 30 --seed 4",
      "generate",
      "generate --seed 5 --count 2 --size 4 --json",
      "generate --count 3 --compile models",
      "generate --count 3 --compile models --json --quiet",
      "interpret sort --input cab",
      "test sort histogram dyck-1 majority",
    ].map((text) => line(text)),
  },
  {
    name: "failing",
    files: { "failing.rasp": failing, "wrong.rasp": wrong },
    lines: [
      "interpret failing.rasp --input bb",
      "check failing.rasp wrong.rasp",
      "check failing.rasp wrong.rasp --json",
      "compile failing.rasp",
      "compile failing.rasp --json",
      "compile failing.rasp --partial",
      "run failing.weights.json --input bb",
      "verify failing.weights.json",
      "diff failing.rasp failing.weights.json",
      "diff failing.rasp --partial --json",
      "test wrong.rasp",
      "test wrong.rasp failing.rasp --json",
      "compile wrong.rasp",
      "run wrong.rasp --input a",
      "diff wrong.rasp",
      "interpret wrong.rasp --input ab",
      "compile failing.rasp --output shifted",
      "compile failing.rasp --output nothing",
      "compile failing.rasp --output count --max-length 0",
      "compile sort --max-length 99999",
      "compile sort --vocab []",
      "compile sort --vocab [1,1.0]",
      "compile sort --vocab [1,2.5]",
      "compile sort --vocab [x",
      "compile sort --vocab aa -o x.json",
      "run sort --input zzz",
      "run sort --input aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
      "run sort --input []",
      "run sort --input [[1]]",
      "run sort --output nothing",
      "compile length --uncertified -o l.json",
    ].map((text) => line(text)),
  },
  {
    name: "unusable",
    files: {
      "reverse.rasp": reverse,
      "bare.rasp": "x = indices;",
      "empty.rasp": "",
      "empty.json": "",
      "broken.json": '{"format": "rasp-compiler-weights", "version": 1',
      "other.json": '{"a": 1}',
      "array.json": "[]",
      "bom.rasp": "\uFEFFx = 1;",
      "folder/x.rasp": "y = 2;",
      "loads.rasp": 'load "missing";\nload "reverse";\nload "folder";\n',
    },
    lines: [
      ...[
        "check missing.rasp reverse.rasp",
        "check folder",
        "check empty.rasp",
        "check bom.rasp loads.rasp",
        "compile empty.rasp",
        "compile bare.rasp",
        "compile bare.rasp --vocab ab",
        "compile reverse.rasp -o reverse.rasp",
        "compile reverse.rasp -o folder",
        "compile reverse.rasp -o nowhere/x.json",
        "compile reverse.rasp -o - --json",
        "compile revers",
        "run empty.json",
        "run broken.json",
        "run other.json --json",
        "run array.json",
        "run missing.json",
        "verify reverse.rasp",
        "verify broken.json --against reverse.rasp",
        "compile other.json",
        "diff reverse.rasp reverse.rasp",
        "diff other.json reverse.rasp",
        "diff reverse.rasp other.json",
        "run reverse.rasp --max-length x",
        "run reverse.rasp --seed 1",
        "compile reverse.rasp --precision float16",
        "diff reverse.rasp --samples 0",
        "generate --size 0",
        "generate --compile reverse.rasp",
        "generate extra",
        "interpret reverse.rasp --frobnicate",
        "interpret reverse.rasp --frobnicate --json",
      ].map((text) => line(text)),
      line("compile -", reverse),
      line("compile - -o piped.json", reverse),
      line("run - --input abc", reverse),
      line("check - --json", "x = (;"),
      line("interpret - --input ab", "x = indices;"),
    ],
  },
];
