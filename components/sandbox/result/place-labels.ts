/** A mark that wants its name beside it. Places are percentages of the plot. */
export type Labelled = { key: string; text: string; x: number; y: number };

/** Offsets are pixels from the mark. */
export type PlacedLabel = Labelled & { dx: number; dy: number; anchor: "start" | "middle" | "end" };

type Box = { /** Of the plot's width, from 0 to 1. */ at: number; left: number; right: number; top: number; bottom: number };

const NARROW = 230;
const WIDE = 1_100;
const LETTER = 6.6;
const MARK = 7;
const LINE = { above: 11, below: 4 };

const SPOTS = [
  { dx: 11, dy: 4, anchor: "start" }, { dx: -11, dy: 4, anchor: "end" },
  { dx: 0, dy: -13, anchor: "middle" }, { dx: 0, dy: 22, anchor: "middle" },
  { dx: 9, dy: -9, anchor: "start" }, { dx: 9, dy: 18, anchor: "start" },
  { dx: -9, dy: -9, anchor: "end" }, { dx: -9, dy: 18, anchor: "end" },
] as const;

/**
 * A spot for each name where it covers no mark and no other name, on a narrow screen as on a wide one; those that come
 * first choose first, and a name without such a spot is left out. @param marks all of them, named or not
 */
export function placeLabels(named: readonly Labelled[], marks: readonly { x: number; y: number }[], height: number): PlacedLabel[] {
  const taken = marks.map((mark) => boxOf(mark, height, -MARK, MARK, -MARK, MARK));
  const placed: PlacedLabel[] = [];
  for (const label of named) {
    const spot = SPOTS.find((candidate) => {
      const box = textBox(label, candidate, height);
      return isInside(box, height) && taken.every((other) => areApart(box, other));
    });
    if (!spot) continue;
    taken.push(textBox(label, spot, height));
    placed.push({ ...label, ...spot });
  }
  return placed;
}

export function textBox(label: Labelled, { dx, dy, anchor }: Pick<PlacedLabel, "dx" | "dy" | "anchor">, height: number): Box {
  const wide = label.text.length * LETTER;
  const left = { start: dx, middle: dx - wide / 2, end: dx - wide }[anchor];
  return boxOf(label, height, left, left + wide, dy - LINE.above, dy + LINE.below);
}

function boxOf({ x, y }: { x: number; y: number }, height: number, left: number, right: number, up: number, down: number): Box {
  const middle = (y / 100) * height;
  return { at: x / 100, left, right, top: middle + up, bottom: middle + down };
}

/** Marks move apart as the plot grows, names do not: what is apart, in one order, on both is so between. */
function areApart(a: Box, b: Box): boolean {
  const isBefore = (one: Box, other: Box) => [NARROW, WIDE].every((width) => one.at * width + one.right <= other.at * width + other.left);
  return a.bottom <= b.top || b.bottom <= a.top || isBefore(a, b) || isBefore(b, a);
}

function isInside({ at, left, right, top, bottom }: Box, height: number): boolean {
  return top >= 0 && bottom <= height && [NARROW, WIDE].every((width) => at * width + left >= 0 && at * width + right <= width);
}
