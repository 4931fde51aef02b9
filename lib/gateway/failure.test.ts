import { describe, expect, it } from "vitest";
import { ApiError } from "@/lib/core/errors";
import type { AttemptRecord } from "@/lib/ledger/record";
import { failureOf } from "./failure";
import type { Over } from "./run";

const attempt = (cause: AttemptRecord["cause"], more: Partial<AttemptRecord> = {}) =>
  ({ endpoint: "a/m", provider: "a", cause, httpStatus: null, totalMs: 1, detail: "no", ...more }) as AttemptRecord;
const stopped = (cause: AttemptRecord["cause"], why: Over["stop"]["why"] = "exhausted"): Over => ({
  last: null,
  stop: { type: "stop", outcome: "failed", cause, why },
});
const run = (attempts: AttemptRecord[], more: object = {}) => ({
  attempts, retryAfterMs: attempts.map(() => null), entries: [], endedBy: new ApiError("client_closed_request", "The client left."), freeAtMs: null, ...more,
});

describe("what the client is told when nobody served", () => {
  it("is the soonest way back when all were limits, a closed door's included", () => {
    const limited = run([attempt("rate_limited"), attempt("rate_limited")], { retryAfterMs: [30_000, 12_000] });
    expect(failureOf(limited, stopped("rate_limited"))).toMatchObject({ status: 429, retryAfterS: 12 });
    expect(failureOf({ ...limited, freeAtMs: Date.now() + 4_000 }, stopped("rate_limited"))).toMatchObject({ retryAfterS: 4 });
    expect(failureOf(run([attempt("rate_limited"), attempt("auth")]), stopped("auth")).status).toBe(502);
  });

  it.each([
    ["deadline", "The call's time is over"],
    ["attempts", "Its profile allows no more attempts"],
    ["trigger", "Its profile ends the call on such a failure"],
  ] as const)("says so when the call ended by %s", (why, words) => {
    expect(failureOf(run([attempt("server_error")]), stopped("server_error", why)).message).toContain(words);
  });

  it("says of a stream that it had begun", () => {
    const { message, status } = failureOf(run([attempt("stream_cut")]), stopped("stream_cut", "end"));
    expect([status, message]).toEqual([502, "The stream of a/m broke off after it had begun (stream_cut), so nobody else could take over."]);
  });

  it.each([
    ["content_filter", "content_filter"],
    ["context_length", "context_length_exceeded"],
    ["bad_request", "upstream_refused_request"],
  ] as const)("names %s by the code %s, with the provider's status", (cause, code) => {
    const refused = run([attempt(cause, { httpStatus: 422 })]);
    expect(failureOf(refused, stopped(cause, "request"))).toMatchObject({ code, status: 422 });
  });

  it("names everybody who was not asked, with the reason", () => {
    const entry = { tier: 1, drop: null, expectedCostUsd: null, expectedMs: null };
    const entries = [{ ...entry, endpoint: "a/m", kept: true, reason: "first" }, { ...entry, endpoint: "b/m", kept: true, reason: "next; not asked" }];
    expect(failureOf(run([attempt("network")], { entries }), stopped("network", "deadline")).dropped).toEqual([{ endpoint: "b/m", reason: "next; not asked" }]);
  });
});
