/**
 * A transformer as in the textbook, slow and plain, over mathjs arrays: dense,
 * float64 throughout, one head at a time. It shares no code with the runtime.
 */
import { add, dotMultiply, max, multiply, sum, transpose } from "mathjs";
import type { Model } from "../../runtime/model.ts";

type Rows = number[][];

/** Every activation by its TransformerLens name, flat and row-major. */
export type OracleActivations = ReadonlyMap<string, readonly number[]>;

export function oracle(model: Model, tokenIds: readonly number[]): OracleActivations {
  const { dModel, dHead, heads, dMlp, causal } = model.config;
  const n = tokenIds.length;
  const seen = new Map<string, readonly number[]>();
  const see = (name: string, rows: Rows): void => void seen.set(name, rows.flat());
  const weights = (name: string): number[] => dense(model, name);
  const affine = (x: Rows, W: Rows, b: number[]): Rows => add(multiply(x, W), repeat(b, n));

  const tokens = tokenIds.map((id) => rowsOf(weights("embed.W_E"), dModel)[id] ?? []);
  const positions = rowsOf(weights("pos_embed.W_pos"), dModel).slice(0, n);
  see("hook_embed", tokens);
  see("hook_pos_embed", positions);
  let x = add(tokens, positions);
  for (const [layer, headCount] of heads.entries()) {
    const at = `blocks.${layer}`;
    see(`${at}.hook_resid_pre`, x);

    let attention = repeat(weights(`${at}.attn.b_O`), n);
    const perHead: Record<string, Rows[]> = { q: [], k: [], v: [], attn_scores: [], pattern: [], z: [] };
    for (let h = 0; h < headCount; h++) {
      const W = (name: string, rows: number, columns: number): Rows =>
        rowsOf(weights(`${at}.attn.W_${name}`), columns).slice(h * rows, (h + 1) * rows);
      const b = (name: string): number[] => rowsOf(weights(`${at}.attn.b_${name}`), dHead)[h] ?? [];
      const [q, k, v] = ["Q", "K", "V"].map((name) => affine(x, W(name, dModel, dHead), b(name)));
      if (!q || !k || !v) throw new Error("three matrices");
      const scores = dotMultiply(multiply(q, transpose(k)), 1 / Math.sqrt(dHead));
      const masked = scores.map((row, i) => row.map((score, j) => (causal && j > i ? -Infinity : score)));
      const pattern = masked.map((row) => {
        const powers = row.map((score) => Math.exp(score - max(row)));
        return powers.map((power) => power / sum(powers));
      });
      const z = multiply(pattern, v);
      attention = add(attention, multiply(z, W("O", dHead, dModel)));
      for (const [name, rows] of Object.entries({ q, k, v, attn_scores: masked, pattern, z })) {
        perHead[name]?.push(rows);
      }
    }
    for (const [name, rows] of Object.entries(perHead)) {
      // Scores and patterns are [heads, n, n]; the rest is [n, heads, dHead].
      const byPosition = tokenIds.map((_, i) => rows.flatMap((matrix) => matrix[i] ?? []));
      see(`${at}.attn.hook_${name}`, name === "attn_scores" || name === "pattern" ? rows.flat() : byPosition);
    }
    see(`${at}.hook_attn_out`, attention);
    x = add(x, attention);
    see(`${at}.hook_resid_mid`, x);

    const neurons = dMlp[layer] ?? 0;
    let mlp = repeat(weights(`${at}.mlp.b_out`), n);
    let [before, after]: Rows[] = [[], []];
    if (neurons > 0) {
      before = affine(x, rowsOf(weights(`${at}.mlp.W_in`), neurons), weights(`${at}.mlp.b_in`));
      after = before.map((row) => row.map((value) => (value > 0 ? value : 0)));
      mlp = affine(after, rowsOf(weights(`${at}.mlp.W_out`), dModel), weights(`${at}.mlp.b_out`));
    }
    see(`${at}.mlp.hook_pre`, before ?? []);
    see(`${at}.mlp.hook_post`, after ?? []);
    see(`${at}.hook_mlp_out`, mlp);
    x = add(x, mlp);
    see(`${at}.hook_resid_post`, x);
  }
  return seen.set("final", x.flat());
}

function dense(model: Model, name: string): number[] {
  const tensor = model.tensors[name];
  if (tensor === undefined) throw new Error(`no tensor ${name}`);
  if ("data" in tensor) return [...tensor.data];
  const data = Array.from({ length: tensor.shape.reduce((a, b) => a * b, 1) }, () => 0);
  for (const [i, index] of tensor.indices.entries()) data[index] = tensor.values[i] ?? 0;
  return data;
}

function rowsOf(flat: readonly number[], columns: number): Rows {
  return Array.from({ length: columns === 0 ? 0 : flat.length / columns }, (_, row) =>
    flat.slice(row * columns, (row + 1) * columns),
  );
}

function repeat(row: readonly number[], n: number): Rows {
  return Array.from({ length: n }, () => [...row]);
}
