import { fallsBack, type Cause } from "./outcome";

/** A cause, or an HTTP status of the upstream's. */
export type Trigger = Cause | number;

/** What a team wants to be different from the defaults: which failures leave a tier, and which end the call. */
export type Triggers = { readonly fallbackOn: readonly Trigger[]; readonly stopOn: readonly Trigger[] };

export const NO_TRIGGERS: Triggers = { fallbackOn: [], stopOn: [] };

type Failure = { cause: Cause; httpStatus: number | null };

/** Whether a failure leads on to the next candidate: as the team wishes, else by the cause's default. */
export function leavesTier(failure: Failure, tier: Triggers, profile: Triggers): boolean {
  return wishOf(failure, tier, profile) ?? fallsBack(failure.cause);
}

/**
 * What the team wishes: whether the failure leads on; null where nobody says anything. A tier's own triggers go before
 * the profile's, and a status before a cause, since it says more.
 */
export function wishOf(failure: Failure, tier: Triggers, profile: Triggers): boolean | null {
  return decide(failure, tier) ?? decide(failure, profile);
}

function decide({ cause, httpStatus }: Failure, { fallbackOn, stopOn }: Triggers): boolean | null {
  for (const trigger of httpStatus === null ? [cause] : [httpStatus, cause]) {
    if (stopOn.includes(trigger)) return false;
    if (fallbackOn.includes(trigger)) return true;
  }
  return null;
}
