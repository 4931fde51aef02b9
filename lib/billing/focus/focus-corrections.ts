import { modelOf, providerOf } from "@/lib/core/endpoint-name";
import type { Month } from "@/lib/core/month";
import { parseUsdExact } from "@/lib/core/money";
import type { Range } from "@/lib/core/period";
import { NIL_ID } from "@/lib/core/profile";
import type { Transaction } from "@/lib/db";
import { readParts } from "../close/correction-parts";
import { nameMonth } from "../month-range";
import type { Charge } from "./charge";
import type { FocusNames } from "./focus-names";

/** A part of a correction that a month's files have, as plain data. */
export type FocusCorrection = {
  id: string;
  ofMonth: Month;
  kind: "late" | "price";
  /** What it is about: the UTC month, or the time that was priced again. ISO 8601 in UTC. */
  from: string;
  to: string;
  profile: string;
  /** `provider/model` */
  endpoint: string;
  keyId: string;
  member: { id: string; name: string | null } | null;
  amountPico: string;
  /** Attempts whose cost nobody knows, negative where they are taken back; absent where there are none. */
  unknown?: { endpointId: string; attempts: number };
};

/** What a UTC month's files have for others and of corrected prices, the earliest first. Parts that say nothing are left out. */
export async function listFocusCorrections(tx: Transaction, teamId: string, inMonth: Month): Promise<FocusCorrection[]> {
  const rows = await tx.focusCorrection.findMany({ where: { teamId, inMonth }, orderBy: [{ createdAt: "asc" }, { id: "asc" }] });
  const parts = rows.flatMap((row) => readParts(row.lines).map((part) => ({ row, part }))).filter(({ part }) => part.amountUsd !== "0" || part.unknownAttempts !== 0);
  const users = await tx.user.findMany({ where: { id: { in: [...new Set(parts.map(({ part }) => part.memberId))] } }, select: { id: true, name: true } });
  const nameOf = new Map(users.map(({ id, name }) => [id, name]));
  return parts.map(({ row: { id, ofMonth, kind, beginsAt, endsAt }, part: { profile, endpoint, endpointId, keyId, memberId, amountUsd, unknownAttempts } }) => ({
    id, ofMonth, kind: kind === "price" ? "price" : "late", from: beginsAt.toISOString(), to: endsAt.toISOString(), profile, endpoint, keyId,
    member: memberId === NIL_ID ? null : { id: memberId, name: nameOf.get(memberId) ?? null },
    amountPico: String(parseUsdExact(amountUsd)),
    ...(unknownAttempts === 0 ? {} : { unknown: { endpointId, attempts: unknownAttempts } }),
  }));
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
