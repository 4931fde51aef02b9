import { providerOf } from "@/lib/core/endpoint-name";
import { type Attention, listAttention } from "@/lib/reports/attention";
import { defineKind } from "../kind";

const WORDS = {
  auth: { what: "refuses our credential", todo: "Set the credential again on the provider's page." },
  credit: { what: "says that our credit is used up", todo: "Pay there, or raise the limit." },
} as const;

export const credential = defineKind({
  name: "credential",
  title: "Credential failing",
  about: "A provider refuses our credential or says that our credit is used up, and has served nothing since.",
  fields: { leastAttempts: { label: "From", unit: "failed attempts on", initial: 3, min: 1, max: 1_000_000 } },
  pace: "now",
  read: ({ db, teamId, now }) => listAttention(db, teamId, now),
  judge(attention: readonly Pick<Attention, "endpoint" | "cause" | "attempts" | "lastSeen">[], { leastAttempts }) {
    return (["auth", "credit"] as const).flatMap((cause) => {
      const failing = attention.filter((each) => each.cause === cause);
      const providers = [...new Set(failing.map(({ endpoint }) => providerOf(endpoint)))];
      return providers.flatMap((provider) => {
        const ours = failing.filter(({ endpoint }) => providerOf(endpoint) === provider);
        const attempts = ours.reduce((sum, each) => sum + each.attempts, 0);
        if (attempts < leastAttempts) return [];
        const lastSeen = new Date(Math.max(...ours.map((each) => each.lastSeen.getTime())));
        return [{
          subject: `${cause} ${provider}`,
          title: `${provider} ${WORDS[cause].what}`,
          text: `${attempts} attempts failed so in the last seven days, at ${ours.map(({ endpoint }) => endpoint).join(", ")}, and nothing was served there since. ${WORDS[cause].todo}`,
          facts: { provider, cause, attempts, lastSeen: lastSeen.toISOString() },
          path: "/providers",
        }];
      });
    });
  },
});
