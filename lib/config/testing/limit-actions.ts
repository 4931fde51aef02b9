import { archiveBudget, createBudget, updateBudget } from "@/lib/accounts/budgets/save-budget";
import { createApiKey } from "@/lib/accounts/keys/create-api-key";
import { setKeyLimits } from "@/lib/accounts/keys/set-key-limits";
import { operatorOf } from "@/lib/accounts/member";
import { type ActionEntry, ADMINS, now, secret } from "./try-action";

const BUDGET = {
  name: "Research", scope: "team", subject: "", amountPico: 1n, period: "month", rolling: false, thresholds: [80], action: "tell",
} as const;

/** Those of budgets, and of the limits of API keys. */
export const LIMIT_ACTIONS: Readonly<Record<string, ActionEntry>> = {
  "budgets#addBudget": {
    calls: [createBudget], may: ADMINS, records: ["budget.created"],
    prepare: (db) => Promise.resolve((by) => createBudget(db, by, BUDGET)),
  },
  "budgets#changeBudget": {
    calls: [updateBudget], may: ADMINS, records: ["budget.updated"],
    prepare: async (db, of) => {
      const id = await createBudget(db, operatorOf(of.teamId), BUDGET);
      return (by) => updateBudget(db, by, id, { ...BUDGET, amountPico: 2n });
    },
  },
  "budgets#endBudget": {
    calls: [archiveBudget], may: ADMINS, records: ["budget.removed"],
    prepare: async (db, of) => {
      const id = await createBudget(db, operatorOf(of.teamId), BUDGET);
      return (by) => archiveBudget(db, by, id, now);
    },
  },
  "keys#limitKey": {
    calls: [setKeyLimits], may: ADMINS, records: ["api key.updated"],
    prepare: async (db, of) => {
      const { keyId } = await createApiKey(db, secret.peppers, operatorOf(of.teamId), { name: "limited", ownerId: of.userId });
      return (by) => setKeyLimits(db, by, keyId, { requestsPerMinute: 60, tokensPerMinute: null, concurrentCalls: null });
    },
  },
};
