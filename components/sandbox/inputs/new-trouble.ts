import type { TroubleInput } from "@/lib/sandbox/inputs";

export type TroubleKind = TroubleInput["kind"];

/** What may go wrong, or change. */
export const TROUBLE_KINDS: readonly { id: TroubleKind; name: string }[] = [
  { id: "outage", name: "An outage" },
  { id: "rate-limits", name: "A storm of 429" },
  { id: "slow", name: "Slow answers" },
  { id: "price", name: "Another price" },
  { id: "traffic", name: "More calls, or fewer" },
];

/** The median of real outages. */
const USUAL_MINUTES = 77;

/** Trouble to begin with: as long as real outages are, from the middle of the run on, no longer than the run. */
export function newTrouble(kind: TroubleKind, { runMinutes, domain, endpoint }: { runMinutes: number; domain: string; endpoint: string }): TroubleInput {
  const fromMinute = Math.floor(runMinutes / 2);
  const span = { fromMinute, minutes: Math.max(1, Math.min(USUAL_MINUTES, runMinutes - fromMinute)) };
  switch (kind) {
    case "outage":
      return { ...span, kind, domains: [domain] };
    case "rate-limits":
      return { ...span, kind, domains: [domain], share: 0.5 };
    case "slow":
      return { ...span, kind, domains: [domain], factor: 3 };
    case "price":
      return { ...span, kind, endpoints: [endpoint], factor: 2 };
    case "traffic":
      return { ...span, kind, factor: 3 };
  }
}
