/** Tells the caller how far a long piece of work is, a few times a second. */
import type { Request } from "../../compiler/settings/request.ts";

const intervalMs = 100;

export function createReporter(
  task: string,
  total: number,
  onProgress: Request["onProgress"],
): (done: number, found: string) => void {
  if (onProgress === undefined) return () => {};
  let last = performance.now();
  return (done, found) => {
    const now = performance.now();
    if (now - last < intervalMs) return;
    last = now;
    onProgress({ task, done, total, found });
  };
}
