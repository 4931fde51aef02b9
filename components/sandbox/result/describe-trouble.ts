import type { Trouble } from "@/lib/sandbox/scenario";

/** What goes wrong, in a few words: "groq down", "openai: 30% fail", "traffic × 10". @param nameOf an endpoint's name by its id */
export function describeTrouble(trouble: Trouble, nameOf: (endpointId: string) => string): string {
  switch (trouble.kind) {
    case "outage": {
      const where = trouble.domains.join(", ");
      const share = `${Math.round(trouble.share * 1000) / 10}%`;
      if (trouble.failure.cause === "rate_limited") return `${where}: 429 for ${trouble.share === 1 ? "all" : share}`;
      return trouble.share === 1 ? `${where} down` : `${where}: ${share} fail`;
    }
    case "slow":
      return `${trouble.domains.join(", ")} ${trouble.factor} × as slow`;
    case "price":
      return `${trouble.endpointIds.map(nameOf).join(", ")}: price × ${trouble.factorMillionths / 1e6}`;
    case "traffic":
      return `traffic × ${trouble.factor}`;
  }
}
