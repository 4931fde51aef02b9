import { emptyTier, type ProfileDraft, type TierDraft } from "@/lib/core/profile-draft";

/** What a person does to a draft. Tiers are named by their endpoint, which no two share. */
export type DraftChange =
  | { type: "set"; fields: Partial<Omit<ProfileDraft, "tiers">> }
  | { type: "set tier"; endpoint: string; fields: Partial<Omit<TierDraft, "endpoint">> }
  | { type: "add tier"; endpoint: string }
  | { type: "remove tier"; endpoint: string }
  /** To a place from 0; what lies beyond the ends is the end. */
  | { type: "move tier"; endpoint: string; to: number }
  | { type: "replace"; draft: ProfileDraft };

/** The draft after the change; the same one when nothing changes. */
export function changeDraft(draft: ProfileDraft, change: DraftChange): ProfileDraft {
  switch (change.type) {
    case "set":
      return { ...draft, ...change.fields };
    case "replace":
      return change.draft;
    case "set tier":
      return { ...draft, tiers: draft.tiers.map((tier) => (tier.endpoint === change.endpoint ? { ...tier, ...change.fields } : tier)) };
    case "add tier":
      return draft.tiers.some(({ endpoint }) => endpoint === change.endpoint) ? draft : { ...draft, tiers: [...draft.tiers, emptyTier(change.endpoint)] };
    case "remove tier":
      return { ...draft, tiers: draft.tiers.filter(({ endpoint }) => endpoint !== change.endpoint) };
    case "move tier":
      return moveTier(draft, change.endpoint, change.to);
  }
}

function moveTier(draft: ProfileDraft, endpoint: string, to: number): ProfileDraft {
  const from = draft.tiers.findIndex((tier) => tier.endpoint === endpoint);
  const moved = draft.tiers[from];
  const place = Math.min(Math.max(to, 0), draft.tiers.length - 1);
  if (!moved || place === from) return draft;
  const others = draft.tiers.filter((tier) => tier !== moved);
  return { ...draft, tiers: [...others.slice(0, place), moved, ...others.slice(place)] };
}

export function isSameDraft(a: ProfileDraft, b: ProfileDraft): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
