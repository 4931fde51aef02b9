import type { Thin } from "@/lib/sandbox/estimate";

/** Attempts of history that a verdict asks of each endpoint. */
export const LEAST_ATTEMPTS = 200;

/** Why a verdict is withheld: "A verdict needs 200 recorded attempts …: groq/llama has 45."; null when there are enough. */
export function describeThin(thin: readonly Thin[]): string | null {
  if (thin.length === 0) return null;
  const each = thin.map(({ endpoint, attempts }) => `${endpoint} has ${attempts === 0 ? "none" : attempts}`);
  return `A verdict needs ${LEAST_ATTEMPTS} recorded attempts of each endpoint, or a success rate that you set yourself: ${each.join(", ")}.`;
}
