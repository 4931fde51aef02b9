import type { ProfileDraft } from "@/lib/core/profile-draft";

/** Drafts that are not published yet, in the browser's tab: they live through reloads and sign-ins. */

export type DraftPlace = { team: string; /** `new` stands for a profile that has none yet. */ profile: string; version: number };

/** Raised with the shape of a draft: what an earlier release left is not taken up. */
const PREFIX = "routeledger.draft.1";

function keyOf({ team, profile, version }: DraftPlace): string {
  return `${PREFIX}/${team}/${profile}/${version}`;
}

/** Keeps the draft; a browser that has no room for it keeps none. */
export function storeDraft(storage: Storage, place: DraftPlace, draft: ProfileDraft): void {
  try {
    storage.setItem(keyOf(place), JSON.stringify(draft));
  } catch {
    // Leaving the page still warns.
  }
}

export function dropDraft(storage: Storage, place: DraftPlace): void {
  storage.removeItem(keyOf(place));
}

/** The draft of this very version, else of the latest one before it; null when there is none. */
export function findDraft(storage: Storage, { team, profile, version }: DraftPlace): { version: number; draft: ProfileDraft } | null {
  for (let from = version; from >= Math.min(version, 1); from--) {
    const text = storage.getItem(keyOf({ team, profile, version: from }));
    const draft = text === null ? null : parseDraft(text);
    if (draft) return { version: from, draft };
  }
  return null;
}

function parseDraft(text: string): ProfileDraft | null {
  try {
    return JSON.parse(text) as ProfileDraft;
  } catch {
    return null;
  }
}
