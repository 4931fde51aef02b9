import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { NIL_ID } from "@/lib/core/profile";
import type { Transaction } from "@/lib/db";
import { usd } from "../../amounts";
import { type CorrectionPart, differencesOf } from "../../close/correction-parts";
import { type FocusNames, namesOf } from "../focus-names";
import type { HourOfUsage } from "../read-usage";
import type { ClosedVersion, FrozenHead } from "./freeze-focus";
import { readHourLine } from "./hour-lines";

const expand = promisify(gunzip);

/** @throws Error where it is not what was kept */
export async function findFrozenHead(tx: Transaction, closed: ClosedVersion): Promise<{ head: FrozenHead; sha256: string } | null> {
  const found = await findPart(tx, closed, 0);
  return found && { head: JSON.parse(found.text) as FrozenHead, sha256: found.sha256 };
}

/** The hours that were kept, a day at a time. @throws Error where one is not what was kept */
export async function* readFrozenHours(tx: Transaction, closed: ClosedVersion, { parts }: FrozenHead): AsyncGenerator<HourOfUsage> {
  for (const { part, sha256 } of parts) {
    const found = await findPart(tx, closed, part);
    if (found?.sha256 !== sha256) throw differs(closed);
    for (const line of found.text.split("\n")) if (line !== "") yield readHourLine(line);
  }
}

/** What a frozen file has, at the grain of corrections; null where nothing was kept. @throws Error where it is not what was kept */
export async function findFrozenLines(tx: Transaction, closed: ClosedVersion): Promise<CorrectionPart[] | null> {
  const found = await findFrozenHead(tx, closed);
  if (!found) return null;
  return found.head.lines ?? addUp(readFrozenHours(tx, closed, found.head), namesOf(found.head.names));
}

async function addUp(hours: AsyncIterable<HourOfUsage>, names: FocusNames): Promise<CorrectionPart[]> {
  const parts: CorrectionPart[] = [];
  for await (const { profileVersionId, endpoint, endpointId, keyId, attempts, basis, costPico } of hours) {
    parts.push({
      profile: names.profile(profileVersionId).slug, endpoint, endpointId, keyId, memberId: names.member(keyId)?.id ?? NIL_ID,
      attempts, unknownAttempts: basis === "unknown" ? attempts : 0, amountUsd: usd(costPico),
    });
  }
  return differencesOf(parts);
}

async function findPart(tx: Transaction, closed: ClosedVersion, part: number): Promise<{ text: string; sha256: string } | null> {
  const { teamId, month, version } = closed;
  const row = await tx.closedFocus.findUnique({ where: { teamId_month_version_part: { teamId, month, version, part } } });
  if (!row) return null;
  if (createHash("sha256").update(row.body).digest("hex") !== row.sha256) throw differs(closed);
  return { text: (await expand(row.body)).toString("utf8"), sha256: row.sha256 };
}

function differs({ month, version }: ClosedVersion): Error {
  return new Error(`What is kept of FOCUS of ${month}, version ${version}, is not what was closed`);
}

/** Whether what was kept is what it was: every part has its hash, and the header names them all. null where nothing was kept. */
export async function verifyFrozenFocus(tx: Transaction, closed: ClosedVersion): Promise<{ sha256: string; isIntact: boolean } | null> {
  const { teamId, month, version } = closed;
  const rows = await tx.$queryRaw<{ part: number; sha256: string; isIntact: boolean }[]>`
    SELECT part, sha256, encode(sha256(body), 'hex') = sha256 AS "isIntact" FROM closed_focus
    WHERE team_id = ${teamId}::uuid AND month = ${month} AND version = ${version} ORDER BY part`;
  const [first, ...days] = rows;
  if (!first) return null;
  if (first.part !== 0 || !rows.every(({ isIntact }) => isIntact)) return { sha256: first.sha256, isIntact: false };
  const found = await findFrozenHead(tx, closed);
  const told = found?.head.parts ?? [];
  const isWhole = told.length === days.length && days.every(({ part, sha256 }, index) => told[index]?.part === part && told[index]?.sha256 === sha256);
  return { sha256: first.sha256, isIntact: isWhole };
}
