/** What an API key may be used for: calls and all of `/api/v1`, or reading the team's reports. */
export const KEY_SCOPES = ["calls", "reports"] as const;

export type KeyScope = (typeof KEY_SCOPES)[number];

/** Those of the texts that are scopes, in their order, each once. */
export function parseKeyScopes(texts: readonly string[]): KeyScope[] {
  return KEY_SCOPES.filter((scope) => texts.includes(scope));
}
