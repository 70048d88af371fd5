/** What is said of a model that is not proved, or claims too much. */

/**
 * wrong: there are inputs that the weights answer otherwise than the program;
 * unproved: there is no proof that there are none; overstated: the certificate
 * claims more than is proved.
 */
export type Verdict = "wrong" | "unproved" | "overstated";

/** One thing that is not as the file says, or not proved. */
export interface Finding {
  readonly verdict: Verdict;
  readonly place: string;
  readonly message: string;
}
