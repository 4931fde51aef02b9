import { cache } from "react";
import type { Member } from "@/lib/accounts/member";
import { getDb } from "@/lib/db";
import { getChange } from "@/lib/reports/change";
import { getOverview } from "@/lib/reports/overview";
import type { ProfileChoice } from "@/lib/reports/profiles";
import { type Scope, type View, viewHref } from "@/lib/reports/scope";
import { withTimeLimit } from "@/lib/reports/time-limit";

/** What the page was asked for; each panel takes from it what it needs. */
export type Ask = { member: Member; view: View; scope: Scope; profiles: readonly ProfileChoice[] };

/** Read once for all panels of one page, whichever comes first. */
export const readOverview = cache((scope: Scope) => withTimeLimit(getOverview(getDb(), scope)));
export const readChange = cache((scope: Scope, now: Date) => withTimeLimit(getChange(getDb(), scope, now)));

/** The calls behind a figure of the page. */
export function callsHref({ view }: Ask, filters: Record<string, string | null> = {}): string {
  return viewHref("/calls", view, filters);
}

export function profileName({ profiles }: Ask, profileId: string): string {
  return profiles.find(({ id }) => id === profileId)?.slug ?? "unknown profile";
}
