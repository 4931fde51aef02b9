import http from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createRandom } from "@/lib/ledger/journal/testing/random";
import { newId } from "@/lib/ledger/new-id";
import { playAway } from "./away";
import { callOnce, type Seen } from "./call-once";
import { playFullDisk } from "./full-disk";
import { judge } from "./judge";
import { playKill } from "./kill";
import { playLostAcks } from "./lost-acks";
import { playPoison } from "./poison";
import { PostgresServer } from "./postgres-server";
import type { Scenario } from "./scenario";
import { Stage } from "./stage";

/** Printed where it fails; `ROUTELEDGER_FAULTS_SEED` plays it again. */
const SEED = Number(process.env["ROUTELEDGER_FAULTS_SEED"] ?? Date.now() % 1_000_000);

let server: PostgresServer;
beforeAll(async () => {
  server = await PostgresServer.start();
});
afterAll(() => server.close());

/** The short form of `npm run test:faults`. */
describe(`a gateway's process loses nothing and doubles nothing, seed ${SEED}`, () => {
  const scenarios: [what: string, play: Scenario["play"], rounds: number][] = [
    ["when it and its PostgreSQL are killed under load", playKill, 1],
    ["when its PostgreSQL does not answer for a while", playAway, 1],
    ["when the disk of its journal is full", playFullDisk, 1],
    ["when answers to its commits are lost", playLostAcks, 1],
    ["when PostgreSQL refuses some of its rows", playPoison, 1],
  ];
  it.each(scenarios)("%s", { timeout: 120_000 }, async (_what, play, rounds) => {
    const rows = await play({ server, random: createRandom(SEED), seed: SEED, rounds, seconds: 1, size: "short" });
    expect(rows.flatMap(({ failures }) => failures)).toEqual([]);
  });
});

const COPY = newId();
/** Ways in which books go wrong, each with the way back, and what the judge says. `$1` is a call. */
const FORGERIES: [what: RegExp, sql: string, undo: string][] = [
  [/ledger has 1 pico-USD more than clients were told/, "UPDATE calls SET cost_pico = cost_pico + 1 WHERE id = $1::uuid", "UPDATE calls SET cost_pico = cost_pico - 1 WHERE id = $1::uuid"],
  [/does not know, or not at that price/, "UPDATE attempts SET cost_pico = cost_pico - 1 WHERE call_id = $1::uuid", "UPDATE attempts SET cost_pico = cost_pico + 1 WHERE call_id = $1::uuid"],
  [
    /booked more than once/,
    `INSERT INTO attempts SELECT (jsonb_populate_record(NULL::attempts, to_jsonb(attempts) || '{"id": "${COPY}"}')).* FROM attempts WHERE call_id = $1::uuid`,
    `DELETE FROM attempts WHERE call_id = $1::uuid AND id = '${COPY}'`,
  ],
  ...([
    ["call_rollups", "calls"], ["attempt_rollups", "cost_pico"], ["call_rollup_days", "calls"], ["attempt_rollup_days", "cost_pico"],
    ["outcome_sums", "calls"], ["endpoint_sums", "served_cost_pico"], ["latency_rollups", "calls"], ["tag_rollups", "cost_pico"],
  ] as const).map(([table, column]): [RegExp, string, string] => [
    new RegExp(`${table} are not the sums`),
    `UPDATE ${table} SET ${column} = ${column} + 1 WHERE $1 <> ''`,
    `UPDATE ${table} SET ${column} = ${column} - 1 WHERE $1 <> ''`,
  ]),
  [/1 calls whose answer was whole are in no ledger/, "DELETE FROM calls WHERE id = $1::uuid", "SELECT $1"],
];

it("the judge finds books good that are, and says what is wrong with those that are not", { timeout: 60_000 }, async () => {
  const stage = await Stage.open(server);
  try {
    await stage.start();
    const agent = new http.Agent({ keepAlive: true });
    const seen: Seen[] = [];
    for (let index = 0; index < 6; index++) {
      seen.push(await callOnce({ port: stage.gateway.port, apiKey: stage.site.apiKey, agent }, { number: stage.nextNumber(), model: "steady", stream: index % 2 === 0, leaveAfterMs: null }));
    }
    agent.destroy();
    await stage.untilIdle();
    expect(await judge(stage, seen, { killed: false })).toMatchObject({ calls: 6, completed: 6, rows: 6, attempts: 6, requests: 6, failures: [] });
    expect((await judge(stage, seen.slice(1), { killed: false })).failures.join()).toMatch(/1 calls are in the ledger that nobody made/);
    for (const [what, sql, undo] of FORGERIES) {
      await forge(stage, sql, seen[0]?.id);
      expect((await judge(stage, seen, { killed: false })).failures.join("; ")).toMatch(what);
      await forge(stage, undo, seen[0]?.id);
    }
  } finally {
    await stage.close();
  }
});

/** Past the triggers that keep rows as they are. */
async function forge({ site: { db } }: Stage, sql: string, id: string | null | undefined): Promise<void> {
  await db.$transaction([db.$executeRaw`SET LOCAL session_replication_role = replica`, db.$executeRawUnsafe(sql, id)]);
}
