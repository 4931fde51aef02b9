import { afterAll, beforeAll, describe, it } from "vitest";
import { createCaller } from "./testing/caller";
import { callCell, CASCADES, isTwin, prepareCascades, type Cell } from "./testing/cascade";
import { slowCases, STREAMED, WHOLE } from "./testing/causes";
import { createInstallation, type Installation } from "./testing/installation";
import { judgeCell } from "./testing/judge-cell";
import { MOUNTS, type Mount } from "./testing/mounts";

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

describe.each(MOUNTS)("every cause, by the %s mount", (name, open) => {
  let mount: Mount;
  let caller: ReturnType<typeof createCaller>;
  beforeAll(async () => {
    mount = await open(site.gateway);
    caller = createCaller(site, () => mount);
  });
  afterAll(() => mount.close());

  it.each(cells.map(named))("%s", async (_what, cell) => {
    await judgeCell(cell, await callCell(cell, site, caller), site, caller);
  });

  // Each takes its time: both dialects at every place, once by each way in.
  it.each(slowCells(name === "node:http" ? "openai-anthropic" : "anthropic-openai").map(named))("%s", async (_what, cell) => {
    await judgeCell(cell, await callCell(cell, site, caller), site, caller);
  });
});
