import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { JournalError } from "@/lib/ledger/journal/journal";
import { healthReply } from "./health";
import { createCaller } from "./testing/caller";
import { createInstallation, type Installation } from "./testing/installation";
import { MOUNTS, type Mount } from "./testing/mounts";

let site: Installation;
beforeAll(async () => {
  site = await createInstallation();
  await site.publish("cascade", ["alpha", "beta"]);
});
afterAll(() => site.close());
afterEach(() => {
  vi.restoreAllMocks();
});

async function health(): Promise<[number, unknown]> {
  const { status, body } = await healthReply(site.gateway);
  return [status, JSON.parse(Buffer.from(body as Uint8Array).toString())];
}

describe.each(MOUNTS)("no answer is complete before its call is in the journal, by the %s mount", (_name, open) => {
  let mount: Mount;
  let caller: ReturnType<typeof createCaller>;
  beforeAll(async () => {
    mount = await open(site.gateway);
    caller = createCaller(site, () => mount);
  });
  afterAll(() => mount.close());
  beforeEach(() => {
    caller.reset();
  });

  it.each([true, false])("streamed: %s", async (stream) => {
    let write: (isKept: boolean) => void = () => undefined;
    const written = new Promise<boolean>((resolve) => (write = resolve));
    const asked = vi.spyOn(site.gateway.ledger, "record").mockReturnValue(written);
    let text = "";
    const read = caller.post({ model: "cascade", stream }).then(async (response) => {
      const decoder = new TextDecoder();
      for await (const bytes of (response.body ?? []) as AsyncIterable<Uint8Array>) text += decoder.decode(bytes, { stream: true });
    });
    await vi.waitFor(() => {
      expect(asked).toHaveBeenCalledTimes(1);
    });
    // All of the provider's answer is here by now, and nothing of its end may be with the client.
    await new Promise((resolve) => setImmediate(resolve));
    expect(text).not.toContain("[DONE]");
    expect(text).not.toContain('"cost"');
    write(true);
    await read;
    expect(text).toContain('"cost"');
  });

  it("ends a stream with an error when its call cannot be recorded, and refuses a whole answer", async () => {
    vi.spyOn(site.gateway.ledger, "record").mockRejectedValue(new JournalError("the disk is full"));
    const streamed = await (await caller.post({ model: "cascade", stream: true })).text();
    expect(streamed).toContain('"finish_reason":"error"');
    expect(streamed).not.toContain("[DONE]");
    const whole = await caller.post({ model: "cascade" });
    expect([whole.status, await whole.json()]).toMatchObject([503, { error: { code: "ledger_unavailable" } }]);
  });

  it("asks nobody for a call that could not be recorded, and says that it is not well", async () => {
    vi.spyOn(site.gateway.ledger, "findRefusal").mockReturnValue("the disk is full");
    vi.spyOn(site.gateway.ledger, "status").mockReturnValue({ ...site.gateway.ledger.status(), journalFailing: "the disk is full" });
    const response = await caller.post({ model: "cascade" });
    expect([response.status, response.headers.get("retry-after")]).toEqual([503, "5"]);
    expect(await response.json()).toMatchObject({ error: { code: "ledger_unavailable" } });
    expect(site.practice.account().total.requests).toBe(0);
    expect(await health()).toMatchObject([503, { status: "unavailable", reasons: ["calls are refused: the disk is full"] }]);
  });

  it("serves what cannot be recorded where that is configured, and says so", async () => {
    const status = { ...site.gateway.ledger.status(), unrecording: "the disk is full", unrecorded: { calls: 3, costPico: 7n } };
    vi.spyOn(site.gateway.ledger, "status").mockReturnValue(status);
    expect((await caller.post({ model: "cascade" })).status).toBe(200);
    expect(await health()).toMatchObject([
      200,
      { status: "degraded", reasons: ["calls are served unrecorded: the disk is full"], ledger: { unrecorded_calls: 3 } },
    ]);
  });

  it.each([
    [0.79, "ok", []],
    [0.8, "degraded", ["the journal holds 80% of its bound"]],
  ])("is well until the journal holds 80 % of its bound: with a part of %f it is %s", async (part, status, reasons) => {
    const now = site.gateway.ledger.status();
    vi.spyOn(site.gateway.ledger, "status").mockReturnValue({ ...now, journalBytes: now.journalMaxBytes * part });
    expect(await health()).toMatchObject([200, { status, reasons }]);
  });
});
