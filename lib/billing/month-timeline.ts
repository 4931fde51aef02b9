import { formatPricePerMillion, formatUsdTotal } from "@/lib/core/money";
import type { Range } from "@/lib/core/period";
import type { Transaction } from "@/lib/db";
import { compareText } from "./month-lists";
import type { TimelineEntry } from "./month-report";

/** A document must stay one that a person can read: feeds may change hundreds of prices. */
const MOST_OF_A_KIND = 200;

type Team = { teamId: string; range: Range };

/** What changed within a month, the earliest first. @param endpointIds those that were used: prices of others change nothing */
export async function listTimeline(tx: Transaction, team: Team, endpointIds: readonly string[]): Promise<TimelineEntry[]> {
  const entries = [
    ...(await listVersions(tx, team)), ...(await listPriceChanges(tx, team, endpointIds)), ...(await listBudgets(tx, team)), ...(await listCloses(tx, team)),
  ];
  return entries.sort((a, b) => compareText(a.at, b.at) || compareText(a.kind, b.kind) || compareText(a.subject, b.subject));
}

async function listVersions(tx: Transaction, { teamId, range }: Team): Promise<TimelineEntry[]> {
  const versions = await tx.profileVersion.findMany({
    where: { teamId, createdAt: { gte: range.from, lt: range.to } },
    orderBy: { id: "asc" }, take: MOST_OF_A_KIND,
    select: { createdAt: true, version: true, note: true, profile: { select: { slug: true } } },
  });
  return versions.map(({ createdAt, version, note, profile }) => ({
    at: createdAt.toISOString(), kind: "profile", subject: profile.slug, text: `Version ${version} was published${note === "" ? "" : `: ${note}`}`,
  }));
}

async function listPriceChanges(tx: Transaction, { teamId, range }: Team, endpointIds: readonly string[]): Promise<TimelineEntry[]> {
  const inRange = { gte: range.from, lt: range.to };
  const prices = await tx.price.findMany({
    where: { teamId, endpointId: { in: [...endpointIds] }, OR: [{ validFrom: inRange }, { validUntil: inRange }] },
    orderBy: [{ validFrom: "asc" }, { id: "asc" }], take: MOST_OF_A_KIND,
    select: { validFrom: true, validUntil: true, kind: true, input: true, output: true, endpoint: { select: { model: true, provider: { select: { slug: true } } } } },
  });
  return prices.flatMap(({ validFrom, validUntil, kind, input, output, endpoint }): TimelineEntry[] => {
    const subject = `${endpoint.provider.slug}/${endpoint.model}`;
    const words = `${formatPricePerMillion(input)} in, ${formatPricePerMillion(output)} out per million tokens`;
    const name = kind === "list" ? "List price" : "Negotiated price";
    const isIn = (at: Date | null): at is Date => at !== null && at >= range.from && at < range.to;
    return [
      ...(isIn(validFrom) ? [{ at: validFrom.toISOString(), kind: "price" as const, subject, text: `${name} from then on: ${words}` }] : []),
      ...(isIn(validUntil) ? [{ at: validUntil.toISOString(), kind: "price" as const, subject, text: `${name} ended: ${words}` }] : []),
    ];
  });
}

async function listBudgets(tx: Transaction, { teamId, range }: Team): Promise<TimelineEntry[]> {
  const inRange = { gte: range.from, lt: range.to };
  const budgets = await tx.budget.findMany({
    where: { teamId, OR: [{ createdAt: inRange }, { archivedAt: inRange }] },
    orderBy: { id: "asc" }, take: MOST_OF_A_KIND,
  });
  return budgets.flatMap(({ name, amountPico, period, createdAt, archivedAt }): TimelineEntry[] => {
    const of = (at: Date | null, text: string): TimelineEntry[] =>
      at !== null && at >= range.from && at < range.to ? [{ at: at.toISOString(), kind: "budget", subject: name, text }] : [];
    const words = `${formatUsdTotal(amountPico)} a ${period}`;
    return [...of(createdAt, `Budget was set: ${words}`), ...of(archivedAt, `Budget was given up: ${words}`)];
  });
}

async function listCloses(tx: Transaction, { teamId, range }: Team): Promise<TimelineEntry[]> {
  const closed = await tx.closedMonth.findMany({
    where: { teamId, closedAt: { gte: range.from, lt: range.to } },
    orderBy: { closedAt: "asc" }, take: MOST_OF_A_KIND, select: { month: true, version: true, closedAt: true },
  });
  return closed.map(({ month, version, closedAt }) => ({ at: closedAt.toISOString(), kind: "close", subject: month, text: `The month was closed as version ${version}` }));
}
