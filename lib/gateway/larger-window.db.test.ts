import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createCaller } from "./testing/caller";
import type { Caller } from "./testing/cascade";
import { DIALECTS } from "./testing/first-tier";
import { createInstallation, type Installation } from "./testing/installation";
import { MOUNTS, type Mount } from "./testing/mounts";
import { readTold } from "./testing/told";

const WINDOWS = { small: 4_000, same: 4_000, unknown: null, large: 64_000 };
const SLUGS = Object.keys(WINDOWS) as (keyof typeof WINDOWS)[];

let site: Installation;
beforeAll(async () => {
  site = await createInstallation();
  for (const dialect of DIALECTS) {
    for (const slug of SLUGS) {
      const name = `${slug}-${dialect}`;
      await site.addProvider({ slug: name, dialect, baseUrl: `${site.practice.url}/${name}/v1`, contextTokens: WINDOWS[slug] });
      site.practice.setScript(`${name}/llama`, { sequence: slug === "large" ? null : "* x context_length" });
    }
  }
  // The refusal is read in one dialect, and the answer in the other.
  await site.publish("openai", [...SLUGS.slice(0, -1).map((slug) => `${slug}-openai`), "large-anthropic"]);
  await site.publish("anthropic", [...SLUGS.slice(0, -1).map((slug) => `${slug}-anthropic`), "large-openai"]);
  await site.publish("none-openai", ["small-openai", "same-openai", "unknown-openai"]);
  await site.publish("none-anthropic", ["small-anthropic", "same-anthropic", "unknown-anthropic"]);
});
afterAll(() => site.close());

describe.each(MOUNTS)("a prompt that is too long, by the %s mount", (_name, open) => {
  let mount: Mount;
  let caller: Caller;
  beforeAll(async () => {
    mount = await open(site.gateway);
    caller = createCaller(site, () => mount);
  });
  afterAll(() => mount.close());

  describe.each(DIALECTS)("for a provider of the %s dialect", (dialect) => {
    it.each([false, true])("goes to the first larger window, and nobody between is asked (streamed: %s)", async (stream) => {
      site.practice.reset();
      const response = await caller.post({ model: dialect, stream });
      const told = await readTold(response, stream);
      const { attempts } = await caller.recorded(response);
      expect(attempts.map(({ tier, cause, basis }) => [tier, cause, basis])).toEqual([[1, "context_length", "reported"], [4, "", "reported"]]);
      expect([told.complete, told.costPico]).toEqual([true, 1_020_000_000n]);
      expect(site.practice.account().total.requests).toBe(2);
    });

    it.each([false, true])("ends the call when there is none (streamed: %s)", async (stream) => {
      site.practice.reset();
      const response = await caller.post({ model: `none-${dialect}`, stream });
      const told = await readTold(response, stream);
      expect(told.error).toMatchObject({ status: 400, code: "context_length_exceeded", attempts: [{ cause: "context_length", status: 400 }] });
      expect(site.practice.account().total.requests).toBe(1);
    });
  });
});
