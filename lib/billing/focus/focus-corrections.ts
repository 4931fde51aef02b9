import { modelOf, providerOf } from "@/lib/core/endpoint-name";
import type { Month } from "@/lib/core/month";
import { parseUsdExact } from "@/lib/core/money";
import type { Range } from "@/lib/core/period";
import { NIL_ID } from "@/lib/core/profile";
import type { Transaction } from "@/lib/db";
import { readParts } from "../close/correction-parts";
import { findTeamMonth, nameMonth } from "../month-range";
import type { Charge } from "./charge";
import type { FocusNames } from "./focus-names";

/** A part of a correction that a month is charged, as plain data. */
export type FocusCorrection = {
  id: string;
  ofMonth: Month;
  kind: "late" | "price";
  /** What it is about: the closed month, or the time in it that was priced again. ISO 8601 in UTC. */
  from: string;
  to: string;
  profile: string;
  /** `provider/model` */
  endpoint: string;
  keyId: string;
  member: { id: string; name: string | null } | null;
  amountPico: string;
};

/** What was charged to a month for others that were closed before, the earliest first. Parts that are no amount are left out. */
export async function listFocusCorrections(tx: Transaction, teamId: string, inMonth: Month): Promise<FocusCorrection[]> {
  const rows = await tx.correction.findMany({ where: { teamId, inMonth }, orderBy: [{ createdAt: "asc" }, { id: "asc" }] });
  const ranges = new Map<Month, Range>();
  for (const { ofMonth } of rows) if (!ranges.has(ofMonth)) ranges.set(ofMonth, (await findTeamMonth(tx, teamId, ofMonth)).range);
  const parts = rows.flatMap((row) => readParts(row.lines).map((part) => ({ row, part }))).filter(({ part }) => part.amountUsd !== "0");
  const users = await tx.user.findMany({ where: { id: { in: [...new Set(parts.map(({ part }) => part.memberId))] } }, select: { id: true, name: true } });
  const nameOf = new Map(users.map(({ id, name }) => [id, name]));
  return parts.map(({ row: { id, ofMonth, kind }, part: { profile, endpoint, keyId, memberId, amountUsd, priced } }) => ({
    id, ofMonth, kind: kind === "price" ? "price" : "late", ...periodOf(ranges.get(ofMonth), priced), profile, endpoint, keyId,
    member: memberId === NIL_ID ? null : { id: memberId, name: nameOf.get(memberId) ?? null },
    amountPico: String(parseUsdExact(amountUsd)),
  }));
}

/** Of the time that was priced again what is in the month. */
function periodOf(month: Range | undefined, priced: { from: string; to: string } | undefined): { from: string; to: string } {
  const [from = "", to = ""] = [month?.from, month?.to].map((at) => at?.toISOString());
  if (!priced) return { from, to };
  return { from: priced.from > from ? priced.from : from, to: priced.to < to ? priced.to : to };
}

const KINDS = { late: "late records", price: "a corrected price" };

/** A row of the class Correction: an amount without quantity and price, billed in the open period for the original time. */
export function chargeOfCorrection({ id, ofMonth, kind, from, to, profile, endpoint, keyId, member, amountPico }: FocusCorrection, names: FocusNames, billing: Range): Charge {
  const amount = BigInt(amountPico);
  // Nobody knows yet which invoice will have it.
  const seller = { ...names.seller(providerOf(endpoint)), invoiceNumber: null };
  return {
    kind: "Usage",
    correctionId: id,
    billing,
    period: { from: new Date(from), to: new Date(to) },
    description: `Correction of ${nameMonth(ofMonth)} (${KINDS[kind]}), ${modelOf(endpoint)} via ${seller.name}`,
    seller, endpoint, meter: null, contractedPico: amount, listPico: amount, quantity: null, team: names.team,
    profile: { slug: profile, version: null }, tier: null, outcome: null, cause: null, basis: null, price: null,
    key: { id: keyId, name: names.key(keyId) }, member,
  };
}
