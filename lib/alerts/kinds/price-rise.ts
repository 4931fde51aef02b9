import { findPriceInForce, type Price } from "@/lib/core/price";
import type { Db } from "@/lib/db";
import { ratio } from "@/lib/core/ratio";
import { formatUsdRatio } from "@/lib/core/money";
import { type PriceInForce, readPriceInForce } from "@/lib/reports/prices";
import { perMillionPico, percent } from "../figures";
import { defineKind } from "../kind";

const DAY_MS = 86_400_000;
/** For how long a rise is worth a look, and from how long before it comes. */
const DAYS = 7;
const CLASSES = ["input", "output"] as const;

type Facts = { now: Date; endpoints: { id: string; name: string; prices: Pick<PriceInForce, "kind" | "validFrom" | "validUntil" | "price" | "source">[] }[] };

export const priceRise = defineKind({
  name: "price-rise",
  title: "Price rise",
  about: `An endpoint that served calls in the last ${DAYS} days has become dearer, or will within ${DAYS} days.`,
  fields: { percent: { label: "From", unit: "% on", initial: 1, min: 0, max: 1_000 } },
  pace: "usual",
  read: async ({ db, teamId, now }): Promise<Facts> => ({ now, endpoints: await listUsed(db, teamId, now) }),
  judge({ now, endpoints }: Facts, settings) {
    return endpoints.flatMap(({ id, name, prices }) => listMoments(prices, now).flatMap((at) => {
      const before = findPriceInForce(prices, at.getTime() - 1);
      const after = findPriceInForce(prices, at);
      const rise = before && after ? riseOf(before.price, after.price) : 0;
      if (before === null || after === null || rise <= 0 || rise < settings.percent / 100) return [];
      const isComing = at > now;
      const terms = CLASSES.map((each) => `${each} ${usd(before.price, each)} to ${usd(after.price, each)}`).join(", ");
      return [{
        subject: `${id} ${at.toISOString()}`,
        title: `${name} ${isComing ? "becomes" : "has become"} ${percent(rise)} dearer`,
        text: `From ${at.toISOString().slice(0, 16).replace("T", " ")} UTC on: ${terms} per million tokens (${after.source}). The price board shows who else serves the same weights.`,
        facts: { endpoint: name, at: at.toISOString(), rise, source: after.source },
        path: "/prices",
        isEvent: true as const,
      }];
    }));
  },
});

/** When another price may come into force, around now. */
function listMoments(prices: Facts["endpoints"][number]["prices"], now: Date): Date[] {
  const times = prices.flatMap(({ validFrom, validUntil }) => [validFrom.getTime(), validUntil?.getTime() ?? validFrom.getTime()]);
  return [...new Set(times)].filter((ms) => Math.abs(ms - now.getTime()) <= DAYS * DAY_MS).sort((a, b) => a - b).map((ms) => new Date(ms));
}

/** The greater of the relative rises of what is read and written. */
function riseOf(before: Price, after: Price): number {
  return Math.max(...CLASSES.map((each) => (before.base[each] > 0n ? Number(after.base[each] - before.base[each]) / Number(before.base[each]) : 0)));
}

function usd(price: Price, each: (typeof CLASSES)[number]): string {
  return formatUsdRatio(ratio(price.base[each], perMillionPico));
}

async function listUsed(db: Db, teamId: string, now: Date): Promise<Facts["endpoints"]> {
  const used = await db.endpointSum.groupBy({ by: ["endpointId"], where: { teamId, unit: "day", bucket: { gte: new Date(now.getTime() - DAYS * DAY_MS) }, served: { gt: 0 } } });
  const endpoints = await db.endpoint.findMany({
    where: { teamId, id: { in: used.map(({ endpointId }) => endpointId) } },
    select: { id: true, model: true, provider: { select: { slug: true } }, prices: { include: { steps: true } } },
  });
  return endpoints.map(({ id, model, provider, prices }) => ({ id, name: `${provider.slug}/${model}`, prices: prices.map(readPriceInForce) }));
}
