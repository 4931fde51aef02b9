import { formatUsd, formatUsdRatioDelta, PICO_PER_USD } from "@/lib/core/money";
import { ratio } from "@/lib/core/ratio";
import { exactUsd, relativeDelta, UNKNOWN } from "../amounts";
import { formatTime } from "../times";

type Cost = { endpoint: string; costPico: bigint | null; priceSince: Date | null };

export type ElsewhereRow = {
  endpoint: string;
  /** "served this call", "in the plan", or nothing. */
  mark: string;
  cost: string;
  exact: string | null;
  /** "+$0.0019 dearer (+40.0%)", "same", or nothing beside an unknown amount. */
  difference: string;
  tone: "saving" | "premium" | "none";
  since: string;
};

/** What the served tokens would have cost at each endpoint, beside what they did cost. @param actualPico of the attempt that served */
export function prepareElsewhere(costs: readonly Cost[], actualPico: bigint | null, served: string | null, plan: readonly { endpoint: string }[], zone: string): ElsewhereRow[] {
  const planned = new Set(plan.map(({ endpoint }) => endpoint));
  return costs.map(({ endpoint, costPico, priceSince }) => ({
    endpoint,
    mark: endpoint === served ? "served this call" : planned.has(endpoint) ? "in the plan" : "",
    cost: costPico === null ? UNKNOWN : formatUsd(costPico),
    exact: costPico === null ? null : exactUsd(costPico),
    ...compareWith(costPico, actualPico),
    since: priceSince === null ? "no price then" : formatTime(priceSince, "date", zone),
  }));
}

function compareWith(costPico: bigint | null, actualPico: bigint | null): Pick<ElsewhereRow, "difference" | "tone"> {
  if (costPico === null || actualPico === null) return { difference: "", tone: "none" };
  const delta = costPico - actualPico;
  if (delta === 0n) return { difference: "same", tone: "none" };
  const [usd, base] = [ratio(delta, PICO_PER_USD), ratio(actualPico, PICO_PER_USD)];
  const percent = relativeDelta(usd, base);
  const word = delta > 0n ? "dearer" : "cheaper";
  return { difference: `${formatUsdRatioDelta(usd)} ${word}${percent === null ? "" : ` (${percent})`}`, tone: delta > 0n ? "premium" : "saving" };
}
