import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Cause } from "@/lib/core/outcome";
import { createCaller } from "./testing/caller";
import { prepareCascades, type Caller } from "./testing/cascade";
import { DIALECTS, endOf, meetFirstTier, type Meeting } from "./testing/first-tier";
import { createInstallation, type Installation } from "./testing/installation";
import { MOUNTS, type Mount } from "./testing/mounts";

let site: Installation;
beforeAll(async () => {
  site = await createInstallation();
  await prepareCascades(site);
  await site.publish("alone-openai", ["alpha"]);
  await site.publish("alone-anthropic", ["alpha-twin"]);
});
afterAll(() => site.close());

const CAUSES: [Cause, number[]][] = [
  ["malformed", [300, 304]],
  ["bad_request", [400, 405, 406, 411, 415, 418, 422, 451]],
  ["auth", [401, 403]],
  ["credit", [402]],
  ["not_found", [404, 410]],
  ["context_length", [413]],
  ["rate_limited", [429]],
  ["server_error", [408, 409, 425, 500, 501, 502, 504, 520, 521, 522, 523, 524, 525, 526, 527, 528, 599, 999]],
  ["overloaded", [503, 529]],
];
const STATUSES = CAUSES.flatMap(([cause, statuses]) => statuses.map((status) => [status, cause] as const));
const ENDS_CALL = new Set<Cause>(["bad_request", "context_length"]);

describe.each(MOUNTS)("a provider's status, by the %s mount", (_name, open) => {
  let mount: Mount;
  let caller: Caller;
  beforeAll(async () => {
    mount = await open(site.gateway);
    caller = createCaller(site, () => mount);
  });
  afterAll(() => mount.close());
  const meet = (meeting: Meeting) => meetFirstTier(site, caller, meeting);

  describe.each(DIALECTS)("of the %s dialect", (dialect) => {
    it.each(STATUSES)("%i is %s", async (status, cause) => {
      const met = await meet({ dialect, stream: status % 2 === 1, fault: { kind: "status", status } });
      expect(endOf(met)).toEqual([cause, status, "reported"]);
      expect([met.first?.costPico, met.told.complete, met.status]).toEqual(ENDS_CALL.has(cause) ? [0n, false, status] : [0n, true, 200]);
      if (!ENDS_CALL.has(cause)) return;
      expect([met.attempts.length, met.headers.get("x-should-retry")]).toEqual([1, [400, 405, 413, 415, 422].includes(status) ? "false" : null]);
    });

    it.each([["no body", ""], ["a page", "<html>"], ["what is no error", "[]"], ["a long page", "x".repeat(200_000)]])(
      "is heeded also with %s",
      async (_what, body) => {
        expect(endOf(await meet({ dialect, stream: false, fault: { kind: "status", status: 503, body } }))).toEqual(["overloaded", 503, "reported"]);
      },
    );

    it("is heeded also when its body breaks off", async () => {
      const bytes = 'HTTP/1.1 503 Busy\r\nContent-Length: 500\r\n\r\n{"error":';
      for (const end of ["fin", "rst"] as const) {
        expect(endOf(await meet({ dialect, stream: true, fault: { kind: "raw", bytes, end } }))).toEqual(["overloaded", 503, "reported"]);
      }
    });

    const inSeconds = (s: number) => new Date(Date.now() + s * 1_000).toUTCString();
    it.each([
      ["5", { "retry-after": "5" }, [5]],
      ["0", { "retry-after": "0" }, [1]],
      ["-1", { "retry-after": "-1" }, [1]],
      ["1.5", { "retry-after": "1.5" }, [2]],
      ["1e9", { "retry-after": "1e9" }, [1]],
      ["32 years", { "retry-after": "1000000000" }, [600]],
      ["a date", () => ({ "retry-after": inSeconds(30) }), [28, 29, 30]],
      ["a date gone by", () => ({ "retry-after": inSeconds(-30) }), [1]],
      ["a date in 2099", { "retry-after": "Thu, 01 Jan 2099 00:00:00 GMT" }, [600]],
      ["garbage", { "retry-after": "soon" }, [1]],
      ["a date that is none", { "retry-after": "Thu, 99 Foo 2099" }, [1]],
      ["nothing", {}, [1]],
      ["milliseconds", { "retry-after-ms": "2500", "retry-after": "9" }, [3]],
      ["a limit's reset", { "x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": "7s" }, [7]],
    ])("a wait of %s is passed on within bounds", async (_what, given, seconds) => {
      const headers = typeof given === "function" ? given() : given;
      const fault = { kind: "status", status: 429, headers } as const;
      const met = await meet({ dialect, stream: false, fault, profile: `alone-${dialect}` });
      expect([met.status, met.told.error?.code, endOf(met)]).toEqual([429, "all_rate_limited", ["rate_limited", 429, "reported"]]);
      expect(seconds).toContain(Number(met.headers.get("retry-after")));
    });

    it.each([["the same", "4", "4", "4"], ["another", "4", "40", "1"]])("two waits count if the second is %s", async (_what, one, other, told) => {
      const bytes = `HTTP/1.1 429 Slow down\r\nRetry-After: ${one}\r\nRetry-After: ${other}\r\nContent-Length: 2\r\n\r\n{}`;
      const met = await meet({ dialect, stream: false, fault: { kind: "raw", bytes }, profile: `alone-${dialect}` });
      expect([met.status, met.headers.get("retry-after")]).toEqual([429, told]);
    });
  });
});
