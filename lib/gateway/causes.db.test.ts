import { afterAll, beforeAll, describe, it } from "vitest";
import { createCaller } from "./testing/caller";
import { callCell, CASCADES, prepareCascades, type Cell } from "./testing/cascade";
import { STREAMED, WHOLE } from "./testing/causes";
import { createInstallation, type Installation } from "./testing/installation";
import { judgeCell } from "./testing/judge-cell";
import { MOUNTS, type Mount } from "./testing/mounts";

let site: Installation;
beforeAll(async () => {
  site = await createInstallation();
  await prepareCascades(site);
});
afterAll(() => site.close());

const cells = Object.entries(CASCADES).flatMap(([profile, tiers]) =>
  [1, 2, 3].flatMap((place) => [
    ...WHOLE.map((meets): Cell => ({ profile, tiers, place, stream: false, meets })),
    ...STREAMED.map((meets): Cell => ({ profile, tiers, place, stream: true, meets })),
  ]),
);

describe.each(MOUNTS)("every cause, by the %s mount", (_name, open) => {
  let mount: Mount;
  beforeAll(async () => {
    mount = await open(site.gateway);
  });
  afterAll(() => mount.close());

  it.each(cells.map((cell) => [`${cell.meets.name} at tier ${cell.place} of ${cell.profile}, ${cell.stream ? "streamed" : "whole"}`, cell] as const))(
    "%s",
    async (_what, cell) => {
      const caller = createCaller(site, () => mount);
      await judgeCell(cell, await callCell(cell, site, caller), site, caller);
    },
  );
});
