/** The RASP programs of a folder, such as those that come with the tool: what benches and hunts start from. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export interface NamedText {
  /** That of the file, without its folder. */
  readonly name: string;
  readonly text: string;
}

/** In the order of their names. */
export function programsIn(folder: string): readonly NamedText[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith(".rasp"))
    .toSorted()
    .map((name) => ({ name, text: readFileSync(join(folder, name), "utf8") }));
}
