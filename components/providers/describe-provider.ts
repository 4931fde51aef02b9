import { formatTime } from "../times";

export type CredentialState = { last4: string; since: Date; problem: string | null };

/** "Set 22 Nov 2026, ends in 7890", "Missing" or why it cannot be used. */
export function describeCredential(state: CredentialState | null, zone: string): { text: string; isBad: boolean } {
  if (state === null) return { text: "None set", isBad: false };
  if (state.problem !== null) return { text: `Cannot be opened: ${state.problem}`, isBad: true };
  const since = formatTime(state.since, "date", zone);
  return { text: state.last4 === "" ? `Set ${since}` : `Set ${since}, ends in ${state.last4}`, isBad: false };
}

/** "api.groq.com" */
export function hostOf(baseUrl: string): string {
  return URL.canParse(baseUrl) ? new URL(baseUrl).host : baseUrl;
}

export const DIALECTS = { openai: "OpenAI", anthropic: "Anthropic" } as const;

/** The later of two times; null for none. */
export function latest(times: readonly (Date | null)[]): Date | null {
  return times.reduce((last, time) => (time !== null && (last === null || time > last) ? time : last), null);
}
