/** Numbers with their nouns. */

/** "1 argument", "2 arguments". */
export function plural(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
