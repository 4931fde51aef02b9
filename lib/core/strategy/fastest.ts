import { orderAscending } from "./ascending";

/**
 * The chance that a call goes first to whom nobody asked for longest. Figures live for minutes, so one call in twenty
 * keeps those of a handful of endpoints fresh wherever there is traffic enough for speed to be worth a rule.
 */
export const EXPLORE_CHANCE = 0.05;

type Asked = { lastAskedAtMs: number | null };

/**
 * The strategy `fastest`: by the middle time of recent attempts, quickest first. Who has no recent figure stands behind
 * those who have, as written. So that figures never freeze, a draw in [0,1) below EXPLORE_CHANCE puts the one first
 * that was asked longest ago, or never.
 */
export function orderBySpeed<T>(items: readonly T[], speedOf: (item: T) => Asked & { p50Ms: number | null }, draw: number): T[] {
  return orderByFigure(items, (item) => speedOf(item).p50Ms, (item) => speedOf(item).lastAskedAtMs, draw);
}

/** OpenRouter's `sort: throughput`: the same by tokens per second, most first. */
export function orderByThroughput<T>(
  items: readonly T[],
  speedOf: (item: T) => Asked & { tokensPerSecond: number | null },
  draw: number,
): T[] {
  const figureOf = (item: T) => {
    const { tokensPerSecond } = speedOf(item);
    return tokensPerSecond === null ? null : -tokensPerSecond;
  };
  return orderByFigure(items, figureOf, (item) => speedOf(item).lastAskedAtMs, draw);
}

function orderByFigure<T>(
  items: readonly T[],
  figureOf: (item: T) => number | null,
  lastAskedOf: (item: T) => number | null,
  draw: number,
): T[] {
  const ordered = orderAscending(items, figureOf);
  if (draw >= EXPLORE_CHANCE) return ordered;
  const [stalest] = orderAscending([...items.entries()], ([, item]) => lastAskedOf(item) ?? -Infinity);
  if (!stalest) return ordered;
  const [index, item] = stalest;
  return [item, ...orderAscending(items.toSpliced(index, 1), figureOf)];
}
