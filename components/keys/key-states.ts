/** How long a new key may live. */
export const EXPIRIES = {
  never: { label: "Never", days: null },
  "30d": { label: "In 30 days", days: 30 },
  "90d": { label: "In 90 days", days: 90 },
  "1y": { label: "In a year", days: 365 },
} as const;

/** What became of the form; a refused one gives back what was typed. */
export type CreateKeyState =
  | { status: "idle" }
  | { status: "refused"; name: string; expiry: string; message: string }
  | { status: "created"; name: string; text: string };

export type RevokeKeyState = { status: "idle" } | { status: "refused"; message: string } | { status: "revoked" };
