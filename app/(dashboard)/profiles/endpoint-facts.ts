import { successRate } from "@/components/amounts";
import { formatCount, formatDuration } from "@/components/counts";
import type { EndpointFacts } from "@/components/profiles/endpoint-facts";
import { formatTime } from "@/components/times";
import { listEndpointChoices } from "@/lib/catalog/endpoint-choices";
import { formatPricePerMillion } from "@/lib/core/money";
import { getDb } from "@/lib/db";
import { type EndpointRecord, listEndpointRecords } from "@/lib/reports/endpoint-record";

/** The team's endpoints as the editor shows them, by name. */
export async function listEndpointFacts(teamId: string, zone: string, now: Date): Promise<EndpointFacts[]> {
  const [choices, records] = await Promise.all([listEndpointChoices(getDb(), teamId, now), listEndpointRecords(getDb(), teamId, now)]);
  return choices.map(({ endpoint, price }) => {
    const { name, provider, model, failureDomain, contextTokens, parameters, inputs } = endpoint;
    return {
      name, provider, model, failureDomain, contextTokens, parameters, inputs,
      price: price && `${formatPricePerMillion(price.price.base.input)} in, ${formatPricePerMillion(price.price.base.output)} out per 1M tokens, since ${formatTime(price.validFrom, "date", zone)}`,
      ...recordText(records.get(name)),
    };
  });
}

/** Success is floored: one failure in a hundred thousand never reads as 100%. */
function recordText(record: EndpointRecord | undefined): Pick<EndpointFacts, "success" | "p95"> {
  if (!record || record.attempts === 0) return { success: "not tried", p95: "—" };
  const success = successRate(record);
  return { success: `${success} of ${formatCount(record.attempts)}`, p95: record.p95Ms === null ? "—" : formatDuration(record.p95Ms) };
}
