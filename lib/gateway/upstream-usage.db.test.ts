import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createCaller } from "./testing/caller";
import { prepareCascades, type Caller } from "./testing/cascade";
import { DIALECTS, meetFirstTier, type Dialect, type Meeting } from "./testing/first-tier";
import { createInstallation, type Installation } from "./testing/installation";
import { MOUNTS, type Mount } from "./testing/mounts";

let site: Installation;
beforeAll(async () => {
  site = await createInstallation();
  await prepareCascades(site);
});
afterAll(() => site.close());

/** Usage with these counts in the dialect's words. */
const usageOf = (dialect: Dialect, input: unknown, output: unknown, more: object = {}) =>
  dialect === "openai"
    ? { prompt_tokens: input, completion_tokens: output, ...more }
    : { input_tokens: input, output_tokens: output, ...more };

const NO_COUNTS: [string, unknown][] = [
  ["a text", "12"], ["words", "many"], ["a fraction", 1.5], ["negative", -1], ["null", null], ["a list", [7]], ["an object", { total: 7 }],
  ["a truth", true], ["1e30", 1e30], ["2^53", 2 ** 53], ["2^31", 2 ** 31],
];
/** Counts, but of no context that any model has; or of nothing, where there was something. */
const ABSURD = [2_000_000_000, 20_000_001, 0];

describe.each(MOUNTS)("what a provider says of its usage, by the %s mount", (_name, open) => {
  let mount: Mount;
  let caller: Caller;
  beforeAll(async () => {
    mount = await open(site.gateway);
    caller = createCaller(site, () => mount);
  });
  afterAll(() => mount.close());
  const meet = (meeting: Meeting) => meetFirstTier(site, caller, meeting);

  describe.each(DIALECTS)("in the %s dialect", (dialect) => {
    const cached = (count: number) =>
      usageOf(dialect, 7, 5, dialect === "openai" ? { prompt_tokens_details: { cached_tokens: count } } : { cache_read_input_tokens: count });

    it.each([
      ["nothing", "missing_usage"],
      ["null", { kind: "bad_usage", usage: null }],
      ["no counts", { kind: "bad_usage", usage: {} }],
      ["a text", { kind: "bad_usage", usage: "7 and 5" }],
      ["a list", { kind: "bad_usage", usage: [7, 5] }],
      ["counts in another place", { kind: "bad_usage", usage: { usage: usageOf(dialect, 7, 5) } }],
      ...NO_COUNTS.map(([what, count]) => [`${what} for the input`, { kind: "bad_usage", usage: usageOf(dialect, count, 5) }] as const),
      ...NO_COUNTS.map(([what, count]) => [`${what} for the output`, { kind: "bad_usage", usage: usageOf(dialect, 7, count) }] as const),
      ["a negative part", { kind: "bad_usage", usage: cached(-1) }],
      ...(dialect === "openai" ? [["a part above its whole", { kind: "bad_usage", usage: cached(8) }] as const] : []),
    ] as const)("%s is not believed: the cost is estimated, and said to be", async (_what, fault) => {
      for (const stream of [false, true]) {
        const { first, told, call } = await meet({ dialect, stream, fault, script: { answerTokens: 12 } });
        expect(first).toMatchObject({ outcome: "served", basis: "estimated" });
        // Two bytes of prompt, and an answer of some sixty.
        expect([first?.input, first?.output]).toEqual([expect.toSatisfy(isBetween(1, 20)), expect.toSatisfy(isBetween(12, 30))]);
        expect([told.costPico, call.costPico]).toEqual([first?.costPico, first?.costPico]);
        expect(told.costPico).toBe(BigInt(first?.input ?? 0) * 1_000_000n + BigInt(first?.output ?? 0) * 1_000_000n);
        expect(told.usage).toMatchObject({ prompt_tokens: first?.input, completion_tokens: first?.output, cost_details: { estimated: true } });
      }
    });

    it.each(ABSURD.flatMap((count) => [usageOf(dialect, count, 5), usageOf(dialect, 7, count)]))("%j is not billed", async (usage) => {
      for (const stream of [false, true]) {
        const { first, told, call } = await meet({ dialect, stream, fault: { kind: "bad_usage", usage } });
        expect(first).toMatchObject({ outcome: "served", basis: "estimated" });
        expect([told.costPico, call.costPico]).toEqual([first?.costPico, first?.costPico]);
        expect(told.costPico).toBeLessThan(100_000_000n);
        expect(told.usage).toMatchObject({ cost_details: { estimated: true } });
      }
    });

    it.each([
      ["plain counts", usageOf(dialect, 7, 5), { input: 7, output: 5 }],
      ["a total that is not their sum", usageOf(dialect, 7, 5, { total_tokens: 99 }), { input: 7, output: 5 }],
      ["fields of its own", usageOf(dialect, 7, 5, { mood: "good", cost: 12 }), { input: 7, output: 5 }],
      ["parts that are null", usageOf(dialect, 7, 5, { prompt_tokens_details: null, cache_read_input_tokens: null }), { input: 7, output: 5 }],
      ["a part from a cache", cached(3), dialect === "openai" ? { input: 7, cachedInput: 3, output: 5 } : { input: 10, cachedInput: 3, output: 5 }],
    ])("%s is believed", async (_what, usage, counts) => {
      for (const stream of [false, true]) {
        const { first, told, call } = await meet({ dialect, stream, fault: { kind: "bad_usage", usage } });
        expect(first).toMatchObject({ outcome: "served", basis: "reported", ...counts });
        const owed = BigInt(counts.input + counts.output) * 1_000_000n;
        expect([first?.costPico, call.costPico, told.costPico]).toEqual([owed, owed, owed]);
        expect(told.usage).toMatchObject({ prompt_tokens: counts.input, completion_tokens: counts.output });
      }
    });

    it.each([
      ["grows", usageOf(dialect, 7, 1), usageOf(dialect, 7, 5), 12n],
      ["shrinks", usageOf(dialect, 7, 9), usageOf(dialect, 7, 5), 12n],
      ["could not be read at first", usageOf(dialect, -7, "x"), usageOf(dialect, 7, 5), 12n],
    ])("twice in a stream, the last one counts and never their sum, when it %s", async (_what, early, usage, tokens) => {
      const { first, told } = await meet({ dialect, stream: true, fault: { kind: "bad_usage", early, usage } });
      expect([first?.basis, first?.costPico, told.costPico]).toEqual(["reported", tokens * 1_000_000n, tokens * 1_000_000n]);
    });
  });

  it("is kept where a stream told what it read before it was cut, caches included", async () => {
    const script = { promptTokens: 1_600, cachedTokens: 500, answerTokens: 12 };
    const { first } = await meet({ dialect: "anthropic", stream: true, fault: "cut_rst", script });
    expect(first).toMatchObject({ basis: "estimated", cause: "stream_cut", input: 1_600, cachedInput: 500 });
    expect(first?.output).toBeLessThan(12);
  });
});

function isBetween(least: number, most: number): (count: number) => boolean {
  return (count) => count >= least && count <= most;
}
