/** What a worker of a hunt says of its subjects, one after the other. */
import { parentPort } from "node:worker_threads";

export type Sign =
  | Trial
  /** It is done with, and counts as one of a category. */
  | { readonly kind: "judged"; readonly category: string; readonly ms: number }
  | Finding
  /** There are no more. */
  | { readonly kind: "done" };

/** A subject is about to be tried: what is shown of it should nothing more be heard. */
export interface Trial {
  readonly kind: "trying";
  readonly seed: number;
  readonly title: string;
  readonly text: string;
}

/** A subject worth showing. */
export interface Finding {
  readonly kind: "found";
  readonly title: string;
  readonly text: string;
  readonly details: string;
}

/** In a worker: does its work, and says when it is done. */
export function work(perform: (send: (sign: Sign) => void) => void): void {
  const send = (sign: Sign): void => {
    parentPort?.postMessage(sign);
  };
  perform(send);
  send({ kind: "done" });
}
