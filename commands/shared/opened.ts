/** What a file that is read has to be. */
export interface Opened {
  readonly kind: "program" | "weights" | "either";
  /** What to do where a weights file is named in a program's place. */
  readonly instead?: (name: string) => string;
}
