/**
 * A new list, lowest key first; ties stay as written. null is not known and goes last, and so does NaN: whoever is not
 * known to be good must not go before those who are.
 */
export function orderAscending<T>(items: readonly T[], keyOf: (item: T) => number | bigint | null): T[] {
  const known: { item: T; key: number | bigint }[] = [];
  const unknown: T[] = [];
  for (const item of items) {
    const key = keyOf(item);
    if (key === null || Number.isNaN(key)) unknown.push(item);
    else known.push({ item, key });
  }
  // Compared, not subtracted: two infinite keys would give NaN.
  known.sort((a, b) => (a.key < b.key ? -1 : Number(a.key > b.key)));
  return [...known.map(({ item }) => item), ...unknown];
}
