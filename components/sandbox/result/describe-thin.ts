import type { Assumption } from "@/lib/sandbox/assumption";

/** Attempts of history that a verdict asks of each endpoint. */
export const LEAST_ATTEMPTS = 200;

/** Why a verdict is withheld: "A verdict needs 200 recorded attempts …: groq/llama has 45."; null when there are enough. */
export function describeThin(assumptions: readonly Assumption[]): string | null {
  const thin = new Map<string, string>();
  for (const { path, label, source, isThin } of assumptions) {
    if (!isThin) continue;
    const name = /^endpoints\.(.+)\.[^.]+$/.exec(path)?.[1] ?? label;
    if (!thin.has(name)) thin.set(name, source.kind === "ledger" ? `${name} has ${source.count}` : `${name} has none`);
  }
  if (thin.size === 0) return null;
  return `A verdict needs ${LEAST_ATTEMPTS} recorded attempts of each endpoint, or a success rate that you set yourself: ${[...thin.values()].join(", ")}.`;
}
