import { afterAll, beforeAll, describe, it } from "vitest";
import { createCaller } from "./testing/caller";
import { CASCADES, isTwin, meetCell, prepareCascades, type Caller, type Cell, type Met } from "./testing/cascade";
import { slowCases, STREAMED, WHOLE } from "./testing/causes";
import { createInstallation, type Installation } from "./testing/installation";
import { judgeCell } from "./testing/judge-cell";
import { MOUNTS } from "./testing/mounts";

let site: Installation;
beforeAll(async () => {
  site = await createInstallation();
  await prepareCascades(site);
  for (const [slug, tiers] of Object.entries(CASCADES)) await site.publish(`short-${slug}`, tiers, { timers: SHORT });
});
afterAll(() => site.close());

/** Long enough for a busy machine to answer in, and no longer. */
const SHORT = { firstTokenMs: 90, answerMs: 90, stallMs: 90, totalMs: 360 };

const cells = Object.entries(CASCADES).flatMap(([profile, tiers]) =>
  [1, 2, 3].flatMap((place) => [
    ...WHOLE.map((meets): Cell => ({ profile, tiers, place, stream: false, meets })),
    ...STREAMED.map((meets): Cell => ({ profile, tiers, place, stream: true, meets })),
  ]),
).filter(({ meets, tiers, place }) => !(meets.openaiOnly && isTwin(tiers[place - 1] ?? tiers[0])));

function slowCells(cascade: keyof typeof CASCADES): Cell[] {
  const { [cascade]: tiers } = CASCADES;
  return [1, 2, 3].flatMap((place) =>
    [false, true].flatMap((stream) =>
      slowCases(stream, place === tiers.length).map((meets): Cell => ({ profile: `short-${cascade}`, tiers, place, stream, meets })),
    ),
  );
}

function named(cell: Cell): [string, Cell] {
  return [`${cell.meets.name} at tier ${cell.place} of ${cell.profile}, ${cell.stream ? "streamed" : "whole"}`, cell];
}

/** Nearly a thousand calls, some of which take their time. */
const CALLS_MS = 180_000;

describe.each(MOUNTS)("every cause, by the %s mount", (name, open) => {
  // Those that are slow: both dialects at every place, once by each way in.
  const all = [...cells, ...slowCells(name === "node:http" ? "openai-anthropic" : "anthropic-openai")];
  const meetings = new Map<Cell, Promise<Met>>();
  let recordOf: Awaited<ReturnType<Caller["readRecords"]>>;

  // All calls first, one after the other: what the ledger has of them is then read once.
  beforeAll(async () => {
    const mount = await open(site.gateway);
    const caller = createCaller(site, () => mount);
    const answers: Response[] = [];
    for (const cell of all) {
      const meeting = meetCell(cell, site, caller);
      meetings.set(cell, meeting);
      // Whatever goes wrong belongs to the cell's own test.
      await meeting.then(({ response }) => answers.push(response), () => undefined);
    }
    recordOf = await caller.readRecords(answers);
    await mount.close();
  }, CALLS_MS);

  it.each(all.map(named))("%s", async (_what, cell) => {
    const met = await meetings.get(cell);
    if (!met) throw new Error("this call was not made");
    await judgeCell(cell, met, recordOf(met.response));
  });
});
