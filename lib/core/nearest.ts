/** Longer names are compared by their beginning: enough to point at a typing error. */
const MAX_CHARS = 80;

/**
 * The known name that a mistyped one most likely meant (least Levenshtein distance); null when none is known, or when
 * all differ in more than two thirds of their letters: that is no typing error any more.
 */
export function findNearest(name: string, known: string[]): string | null {
  let nearest: string | null = null;
  let least = Infinity;
  for (const candidate of known) {
    const [wanted, offered] = [name.slice(0, MAX_CHARS), candidate.slice(0, MAX_CHARS)];
    const distance = editDistance(wanted, offered);
    if (distance < least && distance * 3 <= Math.max(wanted.length, offered.length) * 2) {
      least = distance;
      nearest = candidate;
    }
  }
  return nearest;
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const substituted = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(substituted, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
