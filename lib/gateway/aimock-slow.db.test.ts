import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { FixtureOpts } from "@copilotkit/aimock";
import { DEFAULT_TIMERS } from "@/lib/core/profile";
import { BILL_PICO, createAimockSite, USAGE, type AimockSite } from "./testing/aimock";
import { chunksOf, createCaller } from "./testing/caller";
import { MOUNTS, type Mount } from "./testing/mounts";

/** Scripts of minutes are replayed this much faster, and the timers that judge them are the defaults, shorter by as much. */
const SPEED = 60;
const MINUTE = 60_000;
const OTHER = { openai: "anthropic", anthropic: "openai" } as const;
const PLACES = ["openai", "anthropic"] as const;

const THOUGHT = "Long, long thought about it.";
const TEXT = "Slow and sound.";
const pauses = (...interChunkDelaysMs: number[]) => ({ interChunkDelaysMs, totalDurationMs: interChunkDelaysMs.reduce((sum, ms) => sum + ms, 0) });

/** The rest of a script that has more events than pauses. */
const AT_ONCE = Array<number>(20).fill(0);

/** Healthy, and slower than most: each names what takes its time, in a script's own time. The first token is the first word. */
const SLOW: Readonly<Record<string, FixtureOpts>> = {
  "40 s before the first token": { chunkSize: 7, streamingProfile: { ttft: 40_000, tps: 40 }, replaySpeed: SPEED },
  "a few words in 12 s": { chunkSize: 14, streamingProfile: { ttft: 12_000, tps: 1 / 12 }, replaySpeed: SPEED },
  "minutes of thought with a word now and then": {
    chunkSize: 7, recordedTimings: { ttftMs: 10_000, ...pauses(5_000, 20_000, 40_000, 20_000, 40_000, 5_000, 20_000, ...AT_ONCE) }, replaySpeed: SPEED,
  },
};

/** What is no longer healthy by the default timers, so that the suite can tell. */
const TOO_LATE = "80 s before the first token";
const STANDING_STILL = "80 s between two words";
const TOO_SLOW: Readonly<Record<string, FixtureOpts>> = {
  [TOO_LATE]: { streamingProfile: { ttft: 80_000 }, replaySpeed: SPEED },
  [STANDING_STILL]: { chunkSize: 5, recordedTimings: { ttftMs: 1_000, ...pauses(1_000, 1_000, 1_000, 1_000, 80_000) }, replaySpeed: SPEED },
};

/** In real time, under the defaults as they are. */
const STREAMED = "a second before the first token, then ten a second";
const SILENT = "a second before anything";
const UNHURRIED: Readonly<Record<string, FixtureOpts>> = {
  [STREAMED]: { chunkSize: 7, streamingProfile: { ttft: 1_000, tps: 10 } },
  [SILENT]: { chaos: { latencyMs: 1_000 } },
};

let site: AimockSite;
beforeAll(async () => {
  site = await createAimockSite();
  const { firstTokenMs, stallMs, answerMs, totalMs } = DEFAULT_TIMERS;
  const timers = { firstTokenMs: firstTokenMs / SPEED, stallMs: stallMs / SPEED, answerMs: answerMs / SPEED, totalMs: totalMs / SPEED };
  for (const place of PLACES) {
    await site.publishPlaces(place, [place, OTHER[place]]);
    await site.publishPlaces(`${place}-scaled`, [place, OTHER[place]], { timers });
    const scripts = Object.entries({ ...SLOW, ...TOO_SLOW, ...UNHURRIED });
    for (const [userMessage, opts] of scripts) {
      const response = { content: TEXT, reasoning: THOUGHT, usage: USAGE };
      site.script(place, response, { ...opts, when: { userMessage, predicate: isFor(place) } });
    }
    site.script(place, { content: "from the other", usage: USAGE });
  }
});
afterAll(() => site.close());

/** A message names the place that is to be slow, so that the other would answer at once. */
const isFor = (place: string) => ({ messages }: { messages: { content: unknown }[] }) => JSON.stringify(messages).includes(`at ${place}`);

/** Who is asked how; `scaled` says by which timers it is judged. */
const CASES = PLACES.flatMap((place) => [
  ...Object.keys({ ...SLOW, ...TOO_SLOW }).map((slowness) => ({ place, slowness, stream: true, scaled: true })),
  { place, slowness: STREAMED, stream: true, scaled: false },
  { place, slowness: SILENT, stream: true, scaled: false },
  { place, slowness: SILENT, stream: false, scaled: false },
]);
type Case = (typeof CASES)[number];

describe.each(MOUNTS)("by the %s mount, a slow provider that others wrote", (_name, open) => {
  let mount: Mount;
  let seen: (Case & Awaited<ReturnType<typeof ask>>)[];
  beforeAll(async () => {
    mount = await open(site.gateway);
    site.gateway.routing.forget();
    // All at once: each takes its time, and none is work.
    seen = await Promise.all(CASES.map(async (each) => ({ ...each, ...(await ask(each)) })));
  });
  afterAll(() => mount.close());

  async function ask({ place, slowness, stream, scaled }: Case) {
    const caller = createCaller(site, () => mount);
    const messages = [{ role: "user", content: `${slowness}, at ${place}` }];
    const response = await caller.post({ model: scaled ? `${place}-scaled` : place, stream, messages });
    if (!stream) {
      const { choices } = (await response.json()) as { choices: { message: { content: string } }[] };
      return { content: choices[0]?.message.content, done: true, ...(await caller.recorded(response)) };
    }
    const { chunks, done } = await chunksOf(response);
    const content = chunks.map(({ choices }) => (choices[0]?.delta as { content?: string }).content ?? "").join("");
    return { content, done, ...(await caller.recorded(response)) };
  }

  const find = (wanted: Case) => {
    const found = seen[CASES.indexOf(wanted)];
    if (!found) throw new Error(`${wanted.slowness} was not tried`);
    return found;
  };
  const casesOf = (scripts: object) => CASES.filter(({ slowness }) => slowness in scripts);

  it.each(casesOf({ ...SLOW, ...UNHURRIED }))("at $place is waited for: $slowness (stream: $stream, scaled: $scaled)", (wanted) => {
    const { place, scaled, stream, call, attempts, content, done } = find(wanted);
    expect([done, content]).toEqual([true, TEXT]);
    expect(attempts).toMatchObject([{ tier: 1, outcome: "served", basis: "reported" }]);
    expect(call).toMatchObject({ outcome: "served", rescued: false, costPico: BILL_PICO[place], unknownAttempts: 0 });
    // Slow indeed: a tenth of a minute in its script's own time, or nearly a second in ours.
    expect(stream ? call.firstTokenMs : call.totalMs).toBeGreaterThan(scaled ? MINUTE / 10 / SPEED : 980);
  });

  it.each(casesOf({ [TOO_LATE]: true }))("at $place is left before it has spoken: $slowness", (wanted) => {
    const { place, call, attempts, content } = find(wanted);
    expect(content).toBe("from the other");
    expect(attempts).toMatchObject([{ cause: "timeout_first_token", basis: "unknown" }, { tier: 2, outcome: "served" }]);
    expect(call).toMatchObject({ rescued: true, costPico: BILL_PICO[OTHER[place]], unknownAttempts: 1 });
  });

  it.each(casesOf({ [STANDING_STILL]: true }))("at $place ends the call in the middle, and what came is billed: $slowness", (wanted) => {
    const { call, attempts, done } = find(wanted);
    expect(done).toBe(false);
    expect(attempts).toMatchObject([{ cause: "timeout_stall", basis: "estimated" }]);
    expect(call).toMatchObject({ outcome: "failed", cause: "timeout_stall", servedTier: 0 });
  });
});

it("has timers that are the defaults, scaled", () => {
  expect(DEFAULT_TIMERS).toMatchObject({ firstTokenMs: MINUTE, stallMs: MINUTE, answerMs: 10 * MINUTE, totalMs: 30 * MINUTE });
});
