import type { Trouble } from "@/lib/sandbox/scenario";
import { percent } from "../../chart/geometry";
import { describeTrouble } from "./describe-trouble";

/** A stretch of trouble above a timeline. Lengths are percentages of the plot. */
export type Band = {
  key: string;
  label: string;
  x: number;
  width: number;
  /** From 0, the uppermost. */
  lane: number;
  /** Where its label stands: from its start to the right, or up to its end where there is no room. */
  labelX: number;
  anchor: "start" | "end";
};

/** Of a letter, in percent of the narrowest plot: what keeps labels apart there keeps them apart on wider ones. */
const LETTER = 2.3;

/** Trouble as bands with labels, in as few lanes as keep them from running into each other. */
export function prepareBands(troubles: readonly Trouble[], minutes: number, nameOf: (endpointId: string) => string): Band[] {
  const ends: number[] = [];
  return [...troubles]
    .filter(({ fromMinute, toMinute }) => fromMinute < minutes && toMinute > 0)
    .sort((a, b) => a.fromMinute - b.fromMinute)
    .map((trouble, index) => {
      const label = describeTrouble(trouble, nameOf);
      const x = percent(Math.max(0, trouble.fromMinute), minutes);
      const end = percent(Math.min(minutes, trouble.toMinute), minutes);
      const room = label.length * LETTER;
      const anchor = x + room <= 100 ? "start" : "end";
      const taken = anchor === "start" ? [x, Math.max(end, x + room)] as const : [Math.min(x, end - room), end] as const;
      const free = ends.findIndex((end) => end <= taken[0]);
      const lane = free < 0 ? ends.length : free;
      ends[lane] = taken[1];
      return { key: `${trouble.kind}-${index}`, label, x, width: end - x, lane, labelX: anchor === "start" ? x : end, anchor };
    });
}
