import { z } from "zod";
import { parseUsdExact } from "@/lib/core/money";
import type { Transaction } from "@/lib/db";
import { usd } from "../amounts";
import type { FinestLine } from "../month-report";

/** A part of a correction: what it adds to the spend of one profile, endpoint and key of the month that it is about. */
export type CorrectionPart = Omit<FinestLine, "spendUsd"> & {
  amountUsd: string;
  /** Of a corrected price: the time whose usage was priced again, as ISO 8601 in UTC. */
  priced?: { from: string; to: string };
};

const partsSchema = z.array(z.object({
  profile: z.string(), endpoint: z.string(), endpointId: z.string(), keyId: z.string(), memberId: z.string(),
  attempts: z.number(), unknownAttempts: z.number(), amountUsd: z.string(),
  priced: z.object({ from: z.string(), to: z.string() }).exactOptional(),
}));

/** The lines of a row of `corrections`. */
export function readParts(lines: unknown): CorrectionPart[] {
  return partsSchema.parse(lines);
}

/** Of the parts that a correction with these would have, what was posted already. */
export async function listPosted(tx: Transaction, teamId: string, ofMonth: string, kind: "late" | "price"): Promise<CorrectionPart[]> {
  const rows = await tx.correction.findMany({ where: { teamId, ofMonth, kind }, select: { lines: true } });
  return rows.flatMap(({ lines }) => readParts(lines));
}

type Sums = { part: CorrectionPart; pico: bigint; attempts: number; unknown: number };

/**
 * What must be added so that what was told becomes what is: by profile, endpoint and key, nothing where nothing differs.
 * @param told each is taken from what is
 */
export function differencesOf(is: readonly CorrectionPart[], ...told: (readonly CorrectionPart[])[]): CorrectionPart[] {
  const sums = new Map<string, Sums>();
  const add = (part: CorrectionPart, sign: 1 | -1) => {
    const key = [part.profile, part.endpointId, part.endpoint, part.keyId].join(" ");
    const sum = sums.get(key) ?? { part, pico: 0n, attempts: 0, unknown: 0 };
    sum.pico += BigInt(sign) * parseUsdExact(part.amountUsd);
    sum.attempts += sign * part.attempts;
    sum.unknown += sign * part.unknownAttempts;
    sums.set(key, sum);
  };
  for (const part of is) add(part, 1);
  for (const part of told.flat()) add(part, -1);
  return [...sums.values()]
    .filter(({ pico, attempts, unknown }) => pico !== 0n || attempts !== 0 || unknown !== 0)
    .map(({ part, pico, attempts, unknown }) => ({ ...part, amountUsd: usd(pico), attempts, unknownAttempts: unknown }));
}

export function partOf({ spendUsd, ...line }: FinestLine): CorrectionPart {
  return { ...line, amountUsd: spendUsd };
}

export function sumOfParts(parts: readonly CorrectionPart[]): bigint {
  return parts.reduce((all, { amountUsd }) => all + parseUsdExact(amountUsd), 0n);
}
