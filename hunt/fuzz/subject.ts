/** What is fuzzed: a text for each seed, and what is done with it. */
import { textSubjects } from "../texts/subject.ts";
import { weightsSubjects } from "../weights/subject.ts";

export type FuzzedKind = "sources" | "weights";

export interface FuzzSubject {
  readonly text: string;
  /** True if nothing was wrong with the text; throws where something is wrong with us. */
  readonly digest: () => boolean;
}

/** `programs` is the folder of those that come with the tool. */
export function subjectOf(what: FuzzedKind, programs: string): (seed: number) => FuzzSubject {
  switch (what) {
    case "sources":
      return textSubjects(programs);
    case "weights":
      return weightsSubjects();
    default:
      return what satisfies never;
  }
}
