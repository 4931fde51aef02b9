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
    let write: () => void = () => undefined;
    const written = new Promise<void>((resolve) => (write = resolve));
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
    write();
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
    vi.spyOn(site.gateway.ledger, "status").mockReturnValue({ ...site.gateway.ledger.status(), journalFailing: "the disk is full" });
    const response = await caller.post({ model: "cascade" });
    expect([response.status, response.headers.get("retry-after")]).toEqual([503, "5"]);
    expect(await response.json()).toMatchObject({ error: { code: "ledger_unavailable" } });
    expect(site.practice.account().total.requests).toBe(0);
    expect((await healthReply(site.gateway)).status).toBe(503);
  });
});
