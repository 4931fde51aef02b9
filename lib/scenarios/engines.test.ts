import { expect, test } from "vitest";
import type { Db } from "@/lib/db";
import { createBackground, createEndpointBackground } from "@/lib/sandbox/testing/background";
import { solve } from "./engines";
import { readProfileForm } from "./profile-form";
import { requestSchema } from "./request-schema";

const COUNT = 20;
const background = createBackground(Array.from({ length: COUNT }, (_, index) => createEndpointBackground(`p${index}`)));
const each = <T>(count: number, value: (index: number) => T) => Array.from({ length: count }, (_, index) => value(index));

async function ask(strategy: string, count: number, more: object) {
  const profile = { slug: "candidate", strategy, tiers: each(count, (index) => ({ endpoint: `p${index}/llama` })) };
  const request = requestSchema.parse({ profile, traffic: { callsPerMinute: 60, inputTokens: 1_000, outputTokens: 200 }, ...more });
  const read = readProfileForm(profile, background.endpoints.map(({ endpoint }) => endpoint));
  if ("problems" in read) throw new Error(JSON.stringify(read.problems));
  const now = new Date(background.takenAtMs);
  return solve({} as Db, { teamId: "", request, profile: read.profile, background, range: { from: now, to: now }, signal: new AbortController().signal });
}

const down = Object.fromEntries(each(6, (index) => [`p${index}`, { downShare: [0.1, 0.2] }]));
const outages = each(90, (index) => ({ kind: "outage", domains: [`p${index % 6}`], fromMinute: index * 7, minutes: 300, share: 0.5 }));
const limited = Object.fromEntries(each(6, (index) => [`p${index}/llama`, { limits: { requestsPerMinute: 50 } }]));

test.each([
  ["reorders among very many", "expected-cost", 20, {}],
  ["is limited in many states at many times", "ordered", 6, { domains: down, trouble: outages, endpoints: limited, traffic: { callsPerMinute: 60, curve: "weekly", inputTokens: 1_000, outputTokens: 200 } }],
])("formulas that would hold up the pages are refused: a profile that %s", async (_, strategy, count, more) => {
  expect(await ask(strategy, count, more)).toEqual({ problems: { engine: expect.stringMatching(/^Must be events: formulas have too much to do/) as string } });
});

test("a simulation says where its calls end each run, and refuses where trouble comes after that", async () => {
  const asked = { engine: "events", maxCalls: 4_000, traffic: { callsPerMinute: 100, minutes: 100, inputTokens: 1_000, outputTokens: 200 } };
  const cut = await ask("ordered", 1, asked);
  expect("assumptions" in cut && cut.assumptions.find(({ path }) => path === "maxCalls")).toMatchObject({ value: expect.stringMatching(/^up to minute 10 of 100:/) as string, isThin: true });
  const trouble = [{ kind: "outage", domains: ["p0"], fromMinute: 60, minutes: 30 }];
  expect(await ask("ordered", 1, { ...asked, trouble })).toEqual({ problems: { maxCalls: expect.stringContaining("by minute 10 of 100, and miss trouble after that") as string } });
  expect(await ask("ordered", 1, { ...asked, trouble, maxCalls: 40_000 })).toMatchObject({ result: { availability: expect.closeTo(0.69, 1) as number } });
});

test("where only the intervals are too much work there are figures without them", async () => {
  const domains = Object.fromEntries(each(6, (index) => [`p${index}`, { downShare: [0.1, 0.2] }]));
  const few = await ask("ordered", 3, { domains: { p0: domains["p0"] } });
  const many = await ask("expected-cost", 6, { domains, seed: 2 });
  expect(few).toMatchObject({ result: { intervals: { replications: 50 } } });
  expect(many).toMatchObject({ result: { intervals: null, availability: expect.any(Number) as number } });
});
