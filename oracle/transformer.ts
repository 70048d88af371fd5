/**
 * The transformer of the weights file as a textbook writes it, one line a formula,
 * dense, one head at a time. It shares no code with the runtime.
 *
 *   X  = W_E[token] + W_pos[position]
 *   X += Σ_heads softmax(scale · Q Kᵀ + M) V W_O + b_O       Q = X W_Q + b_Q, K and V alike
 *   X += max(0, X W_in + b_in) W_out + b_out                 both for each layer
 *
 * Equation 1 and sections 3.2 and 3.3 of Vaswani et al. 2017 (arXiv:1706.03762),
 * without norms. M is 0 where a query may see the key and −∞ where it may not.
 *
 * What is rounded to the model's precision: what attention adds (all heads and b_O),
 * what the MLP adds (b_out included), and X itself, at the embedding and after each
 * addition. That is what docs/weights-file.md asks of every engine under "Precision",
 * and all that is done of it here: queries, keys, scores, patterns, neurons and logits
 * are as exact as the numbers are. So where X holds 1.5 · 2^23 and b_O −1.5 · 2^23,
 * a count is the whole number here too, and a mean the grid point that neurons were
 * made for; and X is the runtime's, bit for bit, wherever sums are exact.
 *
 * Point 1 there, that exp(−104) is 0 in float32, nothing here relies on: the weight of
 * a key that is not selected is some 10^−46 in its place, which the rounding takes
 * away beside a number, and leaves as a remainder of that size beside a 0. No margin
 * is near that.
 */
import { add, dotDivide, dotMultiply, exp, max, multiply, subtract, sum, transpose } from "mathjs";
import { toDouble, type Numbers, type Rows, type Scalar } from "./numbers.ts";
import type { Head, Layer, Weights } from "./weights.ts";

/**
 * Called with every matrix of the formulas by its TransformerLens name, such as
 * `blocks.0.attn.hook_q`, and with the number of the head where it is one head's:
 * q, k, v and z are [n, dHead], scores and patterns [n query, n key], X is [n, dModel].
 */
export type See = (name: string, rows: Rows, head?: number) => void;

/**
 * X at the end, [n, dModel], for a sequence of n token ids, BOS first.
 *
 * Errors: thrown for an id or a position that the embeddings do not have.
 */
export function transform(weights: Weights, numbers: Numbers, tokenIds: readonly number[], see?: See): Rows {
  const { W_E, W_pos, config, layers } = weights;
  const store = (rows: Rows): Rows => rows.map((row) => row.map((x) => numbers.round(x, config.precision)));

  const tokens = tokenIds.map((id) => rowOf(W_E, id));
  const positions = tokenIds.map((_, i) => rowOf(W_pos, i));
  see?.("hook_embed", tokens);
  see?.("hook_pos_embed", positions);
  let X = store(add(tokens, positions));
  for (const [l, layer] of layers.entries()) {
    const within: See = (name, rows, head) => see?.(`blocks.${l}.${name}`, rows, head);
    within("hook_resid_pre", X);
    const attention = store(attend(layer, weights, numbers, X, within));
    within("hook_attn_out", attention);
    X = store(add(X, attention));
    within("hook_resid_mid", X);
    const mlp = store(perceive(layer, numbers, X, within));
    within("hook_mlp_out", mlp);
    X = store(add(X, mlp));
    within("hook_resid_post", X);
  }
  return X;
}

/** Σ_heads softmax(scale · Q Kᵀ + M) V W_O + b_O. [n, dModel] → [n, dModel] */
function attend({ heads, b_O }: Layer, { config }: Weights, numbers: Numbers, X: Rows, see: See): Rows {
  const scale = numbers.of(config.attentionScale);
  const isVisible = (query: number, key: number): boolean => !config.causal || key <= query;
  const M = X.map((_q, i) => X.map((_k, j) => numbers.of(isVisible(i, j) ? 0 : -Infinity)));

  const one = ({ W_Q, b_Q, W_K, b_K, W_V, b_V, W_O }: Head, head: number): Rows => {
    const Q = add(multiply(X, W_Q), b_Q);
    const K = add(multiply(X, W_K), b_K);
    const V = add(multiply(X, W_V), b_V);
    const scores = add(dotMultiply(multiply(Q, transpose(K)), scale), M);
    const pattern = scores.map(softmax);
    const Z = multiply(pattern, V);
    const named = { q: Q, k: K, v: V, attn_scores: scores, pattern, z: Z };
    for (const [name, rows] of Object.entries(named)) see(`attn.hook_${name}`, rows, head);
    return multiply(Z, W_O);
  };
  return add(
    heads.map(one).reduce((left, right) => add(left, right), zeros(X, numbers)),
    b_O,
  );
}

/** The greatest score is subtracted first, which changes no quotient: exp(710) is beyond doubles. */
function softmax(scores: readonly Scalar[]): Scalar[] {
  const greatest = max(...scores);
  const powers = scores.map((score) => exp(subtract(score, greatest)));
  return dotDivide(powers, sum(...powers));
}

/** max(0, X W_in + b_in) W_out + b_out. [n, dModel] → [n, dModel] */
function perceive({ W_in, b_in, W_out, b_out }: Layer, numbers: Numbers, X: Rows, see: See): Rows {
  if (W_out.length === 0) return add(zeros(X, numbers), b_out);
  const before = add(multiply(X, W_in), b_in);
  see("mlp.hook_pre", before);
  const after = before.map((row) => row.map((x) => (toDouble(x) > 0 ? x : numbers.of(0))));
  see("mlp.hook_post", after);
  return add(multiply(after, W_out), b_out);
}

function zeros(X: Rows, numbers: Numbers): Rows {
  return X.map((row) => row.map(() => numbers.of(0)));
}

function rowOf(matrix: Rows, at: number): Scalar[] {
  const row = matrix[at];
  if (row === undefined) throw new Error(`internal: an embedding of ${matrix.length} rows has no row ${at}`);
  return row;
}
