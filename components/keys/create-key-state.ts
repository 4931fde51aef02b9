import type { FormState } from "../form/form-state";
import type { LimitField } from "./limit-fields";

/** How long a new key may live. */
export const EXPIRIES = {
  never: { label: "Never", days: null },
  "30d": { label: "In 30 days", days: 30 },
  "90d": { label: "In 90 days", days: 90 },
  "1y": { label: "In a year", days: 365 },
} as const;

/** What a new key may be for. */
export const PURPOSES = {
  calls: { label: "Calls", scopes: ["calls"] },
  reports: { label: "Reports", scopes: ["reports"] },
  both: { label: "Calls and reports", scopes: ["calls", "reports"] },
} as const;

/** The text of a new key is in the answer and nowhere else. */
export type CreateKeyState = FormState<"name" | "purpose" | "expiry" | LimitField> & { created?: { name: string; text: string; isForCalls: boolean } };
