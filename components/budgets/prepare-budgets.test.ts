import { describe, expect, it } from "vitest";
import { PICO_PER_USD } from "@/lib/core/money";
import { type BudgetInput, prepareBudget } from "./prepare-budgets";

const usd = (dollars: number) => BigInt(dollars) * PICO_PER_USD;
const budget = (more: Partial<BudgetInput>): BudgetInput => ({
  id: "b", name: "Research", scope: "profile", subject: "p", subjectName: "extract", amountPico: usd(100), period: "month", rolling: false,
  thresholds: [50, 80, 100], action: "stop", range: { from: new Date("2026-11-01T00:00:00Z"), to: new Date("2026-12-01T00:00:00Z") },
  spentPico: usd(40), unknown: 0, crossed: [], forecast: null, ...more,
});
const prepare = (more: Partial<BudgetInput>) => prepareBudget(budget(more), "UTC");

describe("a budget's row", () => {
  it("says whose it is, what it does and how it stands", () => {
    expect(prepare({})).toMatchObject({
      about: "Profile extract, each month", tone: "plain", state: "40.0% used",
      does: "Stops calls that could go over it. Begins anew 1 Dec, 00:00.",
      forecast: "Too little of the period has passed for a forecast.",
    });
    expect(prepare({ rolling: true, action: "tell", scope: "team", subjectName: "Acme" })).toMatchObject({
      about: "The team Acme, any 30 days", does: "Tells, and blocks nothing. Old spend leaves it by the quarter-hour.",
    });
  });

  it("warns past a threshold and where the period is heading over, and tells what being used up means", () => {
    expect(prepare({ spentPico: usd(85), crossed: [50, 80] })).toMatchObject({ tone: "warning", state: "85.0% used, past 80%" });
    const forecast = { lowPico: usd(110), expectedPico: usd(120), highPico: usd(130) };
    expect(prepare({ forecast })).toMatchObject({
      tone: "warning", state: "40.0% used, and heading over", forecast: "At this pace $120.00 at its end ($110.00 to $130.00), over the amount.",
    });
    expect(prepare({ spentPico: usd(100) })).toMatchObject({ tone: "danger", state: "Used up: calls are refused" });
    expect(prepare({ spentPico: usd(101), action: "cheaper" }).state).toBe("Over by $1.00: cheaper tiers only");
    expect(prepare({ spentPico: usd(101), action: "tell" }).state).toBe("Over by $1.00");
    expect(prepare({ amountPico: 300_000_000n, spentPico: 561_000_000n, action: "tell" }).state).toBe("Over by $0.000261");
    expect(prepare({ unknown: 2 }).summary).toContain("$40.00 of $100.00 spent and 2 amounts unknown");
  });

  it("draws a bar that ends at the amount, or at what goes beyond it", () => {
    expect(prepare({}).bar).toEqual({ spent: 40, amount: 100, forecast: null, thresholds: [50, 80, 100].map((percent) => ({ at: percent, percent, isCrossed: false })) });
    const forecast = { lowPico: usd(150), expectedPico: usd(175), highPico: usd(200) };
    expect(prepare({ forecast, thresholds: [100, 300], crossed: [] }).bar).toEqual({
      spent: 20, amount: 50, forecast: { from: 75, to: 100 }, thresholds: [{ at: 50, percent: 100, isCrossed: false }],
    });
  });
});
