import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { encodeFrame } from "@/lib/ledger/journal/frame";
import { encodeRecord } from "@/lib/ledger/journal/record-codec";
import { newId } from "@/lib/ledger/new-id";
import type { CallRecord } from "@/lib/ledger/record";
import { makeCalls } from "@/lib/ledger/testing/booked";
import { judgeSums } from "./judge-sums";
import { formatMs, type Row, type Setting } from "./scenario";
import { Stage } from "./stage";

const CALLS_A_ROUND = 500;
/** One in so many. */
const POISONED = 100;

/** What PostgreSQL refuses. The gateway would never write it so: `makeStorable` stands before its journal. */
const POISONS: ((call: CallRecord) => CallRecord)[] = [
  (call) => ({ ...call, requestedModel: "nul \0" }),
  (call) => ({ ...call, tags: { key: "lone \ud800" } }),
  (call) => ({ ...call, totalMs: 2 ** 40 }),
  (call) => ({ ...call, attempts: call.attempts.map((attempt) => ({ ...attempt, detail: "nul \0" })), profileSlug: "\0" }),
  (call) => ({ ...call, requestedModel: "long".repeat(10_000), overheadUs: 2 ** 33 }),
];

/** A journal that a dead process has left, one record in a hundred of which PostgreSQL will never take. */
export async function playPoison({ server, rounds }: Setting): Promise<Row[]> {
  const stage = await Stage.open(server);
  const { db } = stage.site;
  try {
    const calls = makeCalls(rounds * CALLS_A_ROUND).map((call, index) => (isPoisoned(index) ? (POISONS[(index / POISONED) % POISONS.length] ?? ((same) => same))(call) : call));
    const poisoned = calls.filter((_, index) => isPoisoned(index)).map(({ id }) => id);
    mkdirSync(stage.journalDir, { recursive: true });
    writeFileSync(join(stage.journalDir, `${newId()}-000001.journal`), Buffer.concat(calls.map((call, index) => encodeFrame(index + 1, encodeRecord(call)))));
    const startedAt = performance.now();
    await stage.start();
    await stage.untilIdle();
    const tookMs = performance.now() - startedAt;
    const failures: string[] = [];
    const stored = new Set((await db.call.findMany({ select: { id: true } })).map(({ id }) => id));
    const lost = calls.filter(({ id }) => !stored.has(id));
    if (lost.length > 0) failures.push(`${lost.length} calls are missing in the ledger`);
    if (stored.size !== calls.length) failures.push(`${stored.size} calls are in the ledger, of ${calls.length}`);
    const setAside = readQuarantine(stage.journalDir);
    if (setAside.sort().join() !== [...poisoned].sort().join()) failures.push(`${setAside.length} calls are in quarantine, of ${poisoned.length}`);
    const { _sum } = await db.attempt.aggregate({ _sum: { costPico: true } });
    const difference = (_sum.costPico ?? 0n) - calls.flatMap(({ attempts }) => attempts).reduce((sum, { costPico }) => sum + (costPico ?? 0n), 0n);
    if (difference !== 0n) failures.push(`the ledger has ${difference} pico-USD more than was recorded`);
    failures.push(...(await judgeSums(db, true)));
    failures.push(...(await stage.endWell()));
    const figures = `${stored.size} of ${calls.length} calls booked, ${setAside.length} in quarantine with their amounts in the ledger, ledger − recorded ${difference} pico, ${formatMs(tookMs)} with the gateway's start`;
    return [{ name: "rows that PostgreSQL refuses", faults: `${poisoned.length} poisoned records of ${calls.length}`, verdict: null, figures, failures }];
  } finally {
    await stage.close();
  }
}

const isPoisoned = (index: number) => index % POISONED === 0;

function readQuarantine(folder: string): string[] {
  const files = readdirSync(folder).filter((name) => name.startsWith("quarantine"));
  const lines = files.flatMap((name) => readFileSync(join(folder, name), "utf8").trimEnd().split("\n"));
  return lines.map((line) => (JSON.parse(line) as { call?: { id: string } }).call?.id ?? "bytes");
}
