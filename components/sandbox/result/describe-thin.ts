import type { Assumption } from "@/lib/sandbox/assumption";

/** Attempts of history that a verdict asks of each endpoint. */
export const LEAST_ATTEMPTS = 200;

/** Why a verdict is withheld: "A verdict needs 200 recorded attempts …: groq/llama has 45."; null when there are enough. */
export function describeThin(assumptions: readonly Assumption[]): string | null {
  const thin = assumptions.flatMap(({ path, source, isThin }) => {
    const name = isThin ? /^endpoints\.(.+)\.success$/.exec(path)?.[1] : undefined;
    return name === undefined ? [] : [`${name} has ${source.kind === "ledger" ? source.count : "none"}`];
  });
  if (thin.length === 0) return null;
  return `A verdict needs ${LEAST_ATTEMPTS} recorded attempts of each endpoint, or a success rate that you set yourself: ${thin.join(", ")}.`;
}
