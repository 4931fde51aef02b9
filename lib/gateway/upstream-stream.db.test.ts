import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createCaller } from "./testing/caller";
import { prepareCascades, type Caller } from "./testing/cascade";
import { DIALECTS, endOf, meetFirstTier, type Dialect, type Meeting } from "./testing/first-tier";
import { createInstallation, type Installation } from "./testing/installation";
import { MOUNTS, type Mount } from "./testing/mounts";

let site: Installation;
beforeAll(async () => {
  site = await createInstallation();
  await prepareCascades(site);
  for (const [slug, tier] of [["short-openai", "alpha"], ["short-anthropic", "alpha-twin"]] as const) {
    await site.publish(slug, [tier, "beta"], { timers: { firstTokenMs: 100, stallMs: 100, totalMs: 500 } });
  }
});
afterAll(() => site.close());

/** One, two, three and four bytes to a character, and the line ends that are none in an event stream. */
const TEXT = "née 漢字 🙂🙂 \u2028 \u0085 ok, data: [DONE] \\n";

const raw = (bytes: string, end: "fin" | "rst" | "hang" = "fin") =>
  ({ kind: "raw", bytes: `HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n${bytes}`, end }) as const;
const event = (data: object) => `data: ${JSON.stringify(data)}\n\n`;

/** The parts of a stream that says "hi", for one token of three. */
const PARTS: Record<Dialect, { silent: string; says(text: string): string; finish: string; done: string }> = {
  openai: {
    // Azure's results of its content filter come so.
    silent: event({ id: "x", object: "chat.completion.chunk", choices: [] }),
    says: (text) => event({ id: "x", object: "chat.completion.chunk", choices: [{ index: 0, delta: { content: text }, finish_reason: null }] }),
    finish: event({ id: "x", object: "chat.completion.chunk", choices: [{ index: 0, delta: {}, finish_reason: "stop" }], usage: { prompt_tokens: 3, completion_tokens: 1 } }),
    done: "data: [DONE]\n\n",
  },
  anthropic: {
    silent: event({ type: "ping" }) + event({ type: "not_yet_invented" }),
    says: (text) => event({ type: "content_block_delta", index: 0, delta: { type: "text_delta", text } }),
    finish: event({ type: "message_delta", delta: { stop_reason: "end_turn" }, usage: { input_tokens: 3, output_tokens: 1 } }),
    done: event({ type: "message_stop" }),
  },
};

describe.each(MOUNTS)("a provider's stream, by the %s mount", (_name, open) => {
  let mount: Mount;
  let caller: Caller;
  beforeAll(async () => {
    mount = await open(site.gateway);
    caller = createCaller(site, () => mount);
  });
  afterAll(() => mount.close());
  const meet = (meeting: Meeting) => meetFirstTier(site, caller, meeting);

  it.each([false, true])("of Anthropic's may well say nothing: its documents know empty answers (streamed: %s)", async (stream) => {
    const met = await meet({ dialect: "anthropic", stream, fault: "empty_choices" });
    expect([endOf(met), met.told.text, met.told.complete]).toEqual([["", 200, "reported"], "", true]);
  });

  describe.each(DIALECTS)("of the %s dialect", (dialect) => {
    const { silent, says, finish, done } = PARTS[dialect];

    it.each([
      ["LF", {}], ["CR", { newline: "cr" }], ["CRLF", { newline: "crlf" }], ["a byte order mark", { bom: true }],
      ["data over many lines", { multiline: true }], ["comments", { comments: true }], ["ids and retries", { extras: true }],
      ["no space behind colons", { space: false }], ["a flood of blank lines", { blankLines: 20_000 }],
      ["one byte at a time", { splitBytes: 1 }], ["two bytes at a time", { splitBytes: 2 }], ["three bytes at a time", { splitBytes: 3 }],
      ["all of it one byte at a time", { newline: "crlf", multiline: true, comments: true, extras: true, bom: true, splitBytes: 1 }],
      ["CR one byte at a time", { newline: "cr", splitBytes: 1 }],
    ] as const)("is read with %s", async (_what, stream) => {
      const met = await meet({ dialect, stream: true, script: { stream, answer: TEXT, answerTokens: 8 } });
      expect(endOf(met)).toEqual(["", 200, "reported"]);
      // 1,000 tokens to read and 8 to write, at $1.00 per million.
      expect([met.told.text, met.told.costPico, met.call.costPico]).toEqual([TEXT, 1_008_000_000n, 1_008_000_000n]);
    });

    it("is read with an event of some megabytes", async () => {
      const answer = "🙂".repeat(500_000);
      const met = await meet({ dialect, stream: true, script: { answer, answerTokens: 1 } });
      expect([endOf(met), met.told.text === answer]).toEqual([["", 200, "reported"], true]);
    });

    it.each([
      ["a second end", says("hi") + finish + done + done],
      ["more behind its end", says("hi") + finish + done + says("no") + event({ error: { message: "no" } })],
      ["no end but its reason to stop", says("hi") + finish],
      ["an end that is cut", says("hi") + finish + done.slice(0, -9)],
      ["events that say nothing", silent + says("hi") + silent + finish + done],
    ])("is whole with %s", async (_what, bytes) => {
      const met = await meet({ dialect, stream: true, fault: raw(bytes) });
      expect([endOf(met), met.told.text, met.told.complete, met.told.costPico]).toEqual([["", 200, "reported"], "hi", true, 4_000_000n]);
    });

    it.each([
      ["ends", raw(""), "stream_cut"],
      ["ends at once", raw(done), "malformed"],
      ["is none", raw("hello\n\n"), "stream_cut"],
      ["has an event that is no JSON", raw("data: hello\n\n"), "malformed"],
      ["has an event that is no object", raw("data: 7\n\n"), "malformed"],
      ["is not UTF-8", raw("data: {\"a\":\"\xff\xfe\"}\n\n"), "malformed"],
      ["has only comments", raw(": hi\n\n".repeat(50)), "stream_cut"],
      ["breaks with an error in its first bytes", raw(event({ type: "error", error: { type: "overloaded_error", code: 503, message: "no" } })), "overloaded"],
    ])("that %s before it says anything is left for the next", async (_what, fault, cause) => {
      const met = await meet({ dialect, stream: true, fault });
      expect([endOf(met), met.told.complete, met.call.servedTier]).toEqual([[cause, 200, "unknown"], true, 2]);
    });

    it.each([
      ["ends", "", "fin", "stream_cut"],
      ["is reset", "", "rst", "stream_cut"],
      ["has an event that is no JSON", "data: oops\n\n", "hang", "malformed"],
      ["breaks with an error", event({ type: "error", error: { type: "overloaded_error", code: 503, message: "no" } }), "hang", "overloaded"],
    ] as const)("that %s after it has spoken ends truthfully", async (_what, more, end, cause) => {
      const met = await meet({ dialect, stream: true, fault: raw(says("hi") + more, end) });
      expect([endOf(met), met.told.complete, met.told.text, met.told.error?.code]).toEqual([[cause, 200, "estimated"], false, "hi", 502]);
      expect([met.attempts.length, met.call.outcome, met.call.servedTier]).toEqual([1, "failed", 0]);
    });

    it("is not kept alive by comments, blank lines or single bytes before it says anything", async () => {
      const fills = ["comments", "blank_lines"] as const;
      for (const fill of fills) {
        const fault = { kind: "endless", afterTokens: 0, fill, everyMs: 3 } as const;
        expect(endOf(await meet({ dialect, stream: true, fault, profile: `short-${dialect}` }))).toEqual(["timeout_first_token", 200, "unknown"]);
      }
      // As many as the wire takes.
      const flood = { kind: "endless", afterTokens: 0, fill: "comments" } as const;
      expect(endOf(await meet({ dialect, stream: true, fault: flood, profile: `short-${dialect}` }))).toEqual(["timeout_first_token", 200, "unknown"]);
    });

    it("is kept alive by comments after it has spoken, but not for ever", async () => {
      const fault = { kind: "endless", fill: "comments", everyMs: 10 } as const;
      const met = await meet({ dialect, stream: true, fault, profile: `short-${dialect}` });
      expect([endOf(met), met.told.error?.code]).toEqual([["timeout_total", 200, "estimated"], 504]);
      expect(met.first?.totalMs).toBeGreaterThan(300);
    });
  });
});
