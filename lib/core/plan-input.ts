import type { CallFacts } from "./call-facts";
import type { Outlook } from "./outlook";
import type { ProviderPreference, Sort } from "./preference";
import type { ProfileRules, Tier } from "./profile";

/** What planning looks at: a tier of a profile, or an entry of a chain that the request itself named. */
export type PlanInput = Tier & {
  /** What the request asked for by name, so that the answer can name it the same way. */
  namedEndpoint: boolean;
  /** Entries that one name stands for, such as all endpoints of a model, stay together. */
  group: number;
  /** How the entries of this group are sorted, as its name says; null leaves them to the strategy. */
  sort: Sort | null;
};

/** A name that leads to nobody, with the reason. */
export type Unresolved = { name: string; reason: string };

/** All that the plan of one call depends on. */
export type PlanRequest = {
  rules: ProfileRules;
  tiers: PlanInput[];
  unresolved: Unresolved[];
  preference: ProviderPreference;
  facts: CallFacts;
  outlookOf: (tier: PlanInput) => Outlook;
  /** What of the call the tier's provider cannot be told at all; null when there is nothing. */
  unsayableAt: (tier: PlanInput) => string | null;
  /** What is left of the call's total time. */
  remainingMs: number;
  /** In [0, 1): the draw of `weighted`, and whether `fastest` explores. */
  draw: number;
};
