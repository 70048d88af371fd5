/** Programs whose proofs rest on which states no input gives. */
import { describe, expect, test } from "vitest";
import { verifyModel } from "../../verifier/verify.ts";
import { compiled, differences } from "../compiler/subject.ts";

describe.each([
  [
    "only values that the selector can select are averaged",
    `#: vocabulary "()"
#: max-length 3
inner = aggregate(select(tokens, tokens, <), indicator(tokens == "("));
z = [average(inner) * i for i in [1, 2]][0] if indices < 2 else average(inner) * 2;`,
  ],
  [
    "an aggregate that no channel holds is its default where the row is empty, and only there",
    `#: vocabulary [7, 3]
#: max-length 5
#: output z
half = min(1 / length / 2, 0.75);
total = shift(tokens, 1, 0) + shift(tokens, 2, 0) + shift(tokens, -1, 0) + shift(tokens, 3, 0);
turned = aggregate(select(indices, length - indices - 1, ==), total if total else 5, 21);
other = "y" + ("#" if tokens == 7 else "a" * indices);
z = aggregate(select(indices, length - indices - 1, ==), tokens_str) if aggregate(select(14, turned, >=), half, -0.5) > -0.5 else other;`,
  ],
  [
    "means of positions lie within the input, and decoded numbers go with its length",
    `#: vocabulary ["ab", "a"]
#: max-length 10
mean = aggregate(select(tokens, tokens, ==), indices);
z = 1 / length - mean if aggregate(select(tokens, tokens, >=), indices) < 6.0 else 1.5;`,
  ],
  [
    "one channel may hold two widths, of which one is found with the other",
    `#: vocabulary "()"
#: max-length 1
#: output z
x = tokens + "Z";
least = min((tokens < ")"), 1 if tokens else count(x, "(Z"));
z = selector_width(select(least, 0, >));`,
  ],
  [
    "a mean goes with the numbers of keys that it may be of, and these with lengths, and these with indices",
    `#: vocabulary "ab"
#: max-length 3
#: output z
z = indices - average(indicator(tokens == "a"));`,
  ],
  [
    "at length 1 there is nothing before",
    `#: vocabulary "abcd"
#: max-length 3
#: output z
z = round(length * aggregate(select(indices, indices, <), indicator(tokens < "c")));`,
  ],
  [
    "a single value is one that its position can have",
    `#: vocabulary ["ab", "a"]
#: max-length 4
mean = average(aggregate(select(indices, indices, <), indicator(tokens == "ab")));
z = selector_width(select(mean, indices, >=));`,
  ],
  [
    "ranks that count themselves begin at 1, which some position has",
    `#: vocabulary "cd"
#: max-length 4
rank = selector_width(select(tokens, tokens, <) or (select(tokens, tokens, ==) and select(indices, indices, <=)));
z = selector_width(select(rank, 1, ==)) + selector_width(select(rank, 2, ==));`,
  ],
  [
    "a query asks for no position behind its own",
    `#: vocabulary "ab"
#: max-length 5
before = round(aggregate(select(indices, indices, <), indicator(tokens == "b")));
z = 1 + load_from_location(before, before);`,
  ],
  [
    "a sum is off by less where partial sums are small",
    `#: vocabulary [false, true]
#: max-length 8
z = round(aggregate(select("a", "a", <=), aggregate(select(indices, indices, <), indicator(tokens)), 2.0));`,
  ],
  [
    "a sum of fractions takes thousands of neurons",
    `#: vocabulary "ip"
#: max-length 10
apart = indices - aggregate(select(indices, indices, <), indicator(tokens == "i"));
z = 0;
for i in [1, 2, 3] { z = max(z, shift(apart, i, 0)); }`,
  ],
  [
    "under causal attention a position that is as far in an order as it is in the input is found by itself alone",
    `#: vocabulary [10, -5]
#: max-length 3
#: causal
z = ["Z", "", "x"][sort(indices, tokens_str)];`,
  ],
  [
    "under causal attention positions tell widths, and keys behind a query are not seen",
    `#: vocabulary "0123"
#: max-length 2
#: causal
late = round(average(round(aggregate(select(tokens_int, 2, <=), indices))));
other = aggregate(not select(tokens, tokens, ==), indicator(indices == 1), 0.25);
z = sort(other, min(late, 1));`,
  ],
  [
    "what is the same at all positions is so for key and query, and its mean is itself",
    `#: vocabulary "{}"
#: max-length 5
z = sort(tokens, average(1 / length));`,
  ],
  [
    "a mean is of values or of BOS's, never of both",
    `#: vocabulary ")}"
#: max-length 5
z = aggregate(select(tokens, ")", ==), aggregate(select(length, indices, ==), indicator(indices)), 1.0);`,
  ],
  [
    "where a position selects itself, its value is in the sum",
    `#: vocabulary "23"
#: max-length 8
late = aggregate(select(indices, indices, >=), indicator(tokens >= "3")) + length;
z = aggregate(select(indices, 1, <=), selector_width(select(indices, 2, <)), 2) - (3 if indices else late);`,
  ],
  [
    "so for keys and queries",
    `#: vocabulary [7, 3]
#: max-length 2
#: causal
#: output z
total = 0;
for i in [0, 3, 1] { total = max(total, count(aggregate(select(tokens, tokens, <), indicator(tokens == 3)), i)); }
z = aggregate(select(total, 1, >), length, 2);`,
  ],
])("%s", (_name, text) => {
  test("is proved, and so", () => {
    const subject = compiled(text);
    expect(verifyModel(subject.model).findings).toEqual([]);
    expect(differences(subject, { most: 200 }).first).toBeNull();
  });
});
