/** The keys of a text by number: a string for each time that one is written would be much to collect. */

const BACKSLASH = 92;

export interface Keys {
  /** The number of the key that is written there: the same for the same key. */
  readonly numberOf: (start: number, end: number) => number;
  readonly textOf: (number: number) => string;
}

export function createKeys(text: string): Keys {
  const texts: string[] = [];
  const byHash = new Map<number, number[]>();
  const numberOf = (hash: number, isIt: (key: string) => boolean, make: () => string): number => {
    const alike = byHash.get(hash) ?? [];
    const known = alike.find((number) => isIt(texts[number] ?? ""));
    if (known !== undefined) return known;
    byHash.set(hash, [...alike, texts.length]);
    return texts.push(make()) - 1;
  };
  return {
    numberOf: (start, end) => {
      const hash = hashOf(text, start + 1, end - 1);
      const length = end - start - 2;
      if (hash !== null) {
        const isIt = (key: string): boolean => key.length === length && text.startsWith(key, start + 1);
        return numberOf(hash, isIt, () => text.slice(start + 1, end - 1));
      }
      const key = unescaped(text.slice(start, end));
      return numberOf(
        hashOf(key, 0, key.length) ?? 0,
        (other) => other === key,
        () => key,
      );
    },
    textOf: (number) => texts[number] ?? "",
  };
}

/** What the string stands for; as it is written, where it is none. */
function unescaped(written: string): string {
  try {
    return String(JSON.parse(written));
  } catch {
    return written;
  }
}

/** 30 bits of what stands at [start, end); null where there is an escape. */
export function hashOf(text: string, start: number, end: number): number | null {
  let hash = 17;
  for (let i = start; i < end; i++) {
    const character = text.charCodeAt(i);
    if (character === BACKSLASH) return null;
    hash = Math.imul(hash ^ character, 16_777_619);
  }
  return hash & 0x3fffffff;
}
