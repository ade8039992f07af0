// Finding by what was typed: every word of it starts a word of the name, or else of what may also be said.

/** Those that fit, the best first; all of them in their order where nothing is typed. */
export function rank<T>(
  all: readonly T[],
  typed: string,
  texts: (one: T) => [name: string, also: string],
): T[] {
  const wanted = words(typed);
  if (wanted.length === 0) return [...all];
  const scored = all.map((one, order) => ({ one, order, score: score(wanted, texts(one)) }));
  return scored
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || a.order - b.order)
    .map(({ one }) => one);
}

function score(wanted: string[], [name, also]: [string, string]): number {
  const inName = words(name);
  const inAlso = words(also);
  let sum = 0;
  for (const [i, part] of wanted.entries()) {
    if (inName[i]?.startsWith(part)) sum += 4;
    else if (inName.some((word) => word.startsWith(part))) sum += 3;
    else if (inAlso.some((word) => word.startsWith(part))) sum += 1;
    else return 0;
  }
  return sum;
}

function words(text: string): string[] {
  return text
    .toLocaleLowerCase()
    .split(/[\s,;:/-]+/)
    .filter(Boolean);
}
