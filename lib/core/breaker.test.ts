import { describe, expect, it } from "vitest";
import { FIRST_PAUSE_MS, MAX_PAUSE_MS, MAX_PROBE_MS, PERSON_PAUSE_MS } from "./breaker";
import type { AttemptEnd } from "./breaker-trip";
import { aborted, failed, GuardedEndpoint, NOW, served } from "./testing/guarded-endpoint";

function opened(end: AttemptEnd = failed("auth")): GuardedEndpoint {
  const endpoint = new GuardedEndpoint();
  endpoint.call(end);
  return endpoint;
}

/** Passes the pause and fails the probe; how long the next pause is. */
function failProbe(endpoint: GuardedEndpoint, end = failed("server_error")): number {
  const gate = endpoint.gate;
  if (gate.type === "open") endpoint.nowMs = gate.untilMs;
  expect(endpoint.gate).toEqual({ type: "probe" });
  endpoint.call(end);
  return endpoint.gate.type === "open" ? endpoint.gate.untilMs - endpoint.nowMs : 0;
}

const times = (n: number, end: AttemptEnd) => Array.from({ length: n }, () => end);

describe("a closed breaker", () => {
  it("opens for five seconds on the fifth failure in a row", () => {
    const endpoint = new GuardedEndpoint();
    endpoint.call(...times(4, failed("server_error")), served, ...times(4, failed("network")));
    expect(endpoint.gate).toEqual({ type: "closed" });
    endpoint.call(failed("timeout_connect"));
    expect(endpoint.gate).toMatchObject({ type: "open", untilMs: NOW + 5_000 });
  });

  it("opens when half of twenty calls within a minute failed", () => {
    const endpoint = new GuardedEndpoint();
    for (let i = 0; i < 9; i++) endpoint.call(served, failed("overloaded"));
    endpoint.nowMs += 50_000;
    endpoint.call(served);
    expect(endpoint.gate.type).toBe("closed");
    endpoint.call(failed("rate_limited"));
    expect(endpoint.gate.type).toBe("open");
  });

  it("forgets failures that are older than a minute", () => {
    const endpoint = new GuardedEndpoint();
    for (let i = 0; i < 9; i++) endpoint.call(served, failed("overloaded"));
    endpoint.nowMs += 60_000;
    endpoint.call(served, failed("overloaded"));
    expect(endpoint.gate.type).toBe("closed");
  });

  it("opens at once for as long as a provider that limits us says, up to ten minutes", () => {
    expect(opened(failed("rate_limited", 1_234)).gate).toMatchObject({ type: "open", untilMs: NOW + 1_234 });
    expect(opened(failed("rate_limited", 86_400_000)).gate).toMatchObject({ type: "open", untilMs: NOW + MAX_PAUSE_MS });
    expect(opened(failed("rate_limited")).gate).toEqual({ type: "closed" });
  });

  it.each(["auth", "credit"] as const)("opens at once for a minute on %s", (cause) => {
    expect(opened(failed(cause)).gate).toMatchObject({ type: "open", untilMs: NOW + PERSON_PAUSE_MS });
  });

  it("does not count the client's faults, nor calls that the client left", () => {
    const endpoint = new GuardedEndpoint();
    endpoint.call(...times(4, failed("server_error")), aborted, aborted, failed("server_error"));
    expect(endpoint.gate.type).toBe("open");
    const other = new GuardedEndpoint();
    other.call(...times(4, failed("server_error")), failed("bad_request"), failed("server_error"));
    other.call(...times(30, failed("content_filter")), ...times(30, failed("context_length")));
    expect(other.gate.type).toBe("closed");
  });
});

describe("an open breaker", () => {
  it("lets one probe through after the pause, and closes when it is served", () => {
    const endpoint = opened();
    endpoint.nowMs += PERSON_PAUSE_MS - 1;
    expect(endpoint.gate.type).toBe("open");
    endpoint.nowMs += 1;
    expect(endpoint.gate).toEqual({ type: "probe" });
    const probe = endpoint.start();
    expect(probe.isProbe).toBe(true);
    expect(endpoint.gate.type).toBe("open");
    expect(endpoint.start().isProbe).toBe(false);
    endpoint.end(probe.attempt, served);
    expect(endpoint.gate).toEqual({ type: "closed" });
  });

  it("closes when the provider finds fault with the probe's request", () => {
    const endpoint = opened();
    endpoint.nowMs += PERSON_PAUSE_MS;
    endpoint.call(failed("bad_request"));
    expect(endpoint.gate).toEqual({ type: "closed" });
  });

  it("doubles its pause with each failed probe, up to ten minutes", () => {
    const endpoint = new GuardedEndpoint();
    endpoint.call(...times(5, failed("network")));
    const pauses = Array.from({ length: 9 }, () => failProbe(endpoint));
    expect(pauses).toEqual([10, 20, 40, 80, 160, 320, 600, 600, 600].map((seconds) => seconds * 1_000));
  });

  it("believes a provider's shorter pause no more once it refused after it", () => {
    const endpoint = opened(failed("rate_limited", 1_000));
    expect(failProbe(endpoint, failed("rate_limited", 1_000))).toBe(10_000);
    expect(failProbe(endpoint, failed("rate_limited", 45_000))).toBe(45_000);
    expect(failProbe(endpoint, failed("credit"))).toBe(PERSON_PAUSE_MS);
    expect(failProbe(endpoint, failed("credit"))).toBe(2 * PERSON_PAUSE_MS);
  });

  it("begins with short pauses again once it was closed", () => {
    const endpoint = opened();
    failProbe(endpoint);
    endpoint.nowMs += 2 * PERSON_PAUSE_MS;
    endpoint.call(served, ...times(5, failed("network")));
    expect(endpoint.gate).toMatchObject({ type: "open", untilMs: endpoint.nowMs + FIRST_PAUSE_MS });
  });

  it("learns nothing from a probe whose client left, and sends the next one at once", () => {
    const endpoint = opened();
    endpoint.nowMs += PERSON_PAUSE_MS;
    endpoint.call(aborted);
    expect(endpoint.gate).toEqual({ type: "probe" });
    expect(failProbe(endpoint)).toBe(2 * PERSON_PAUSE_MS);
  });

  it("gives up a probe that never reports", () => {
    const endpoint = opened();
    endpoint.nowMs += PERSON_PAUSE_MS;
    const lost = endpoint.start();
    endpoint.nowMs += MAX_PROBE_MS - 1;
    expect(endpoint.gate.type).toBe("open");
    endpoint.nowMs += 1;
    const probe = endpoint.start();
    expect(probe.isProbe).toBe(true);
    endpoint.end(lost.attempt, failed("timeout_total"));
    expect(endpoint.gate.type).toBe("open");
    endpoint.end(probe.attempt, served);
    expect(endpoint.gate).toEqual({ type: "closed" });
  });

  it("is not shortened by a later, shorter pause, nor closed by a success from before", () => {
    const endpoint = new GuardedEndpoint();
    const early = [endpoint.start(), endpoint.start(), endpoint.start()].map(({ attempt }) => attempt);
    endpoint.call(failed("rate_limited", 300_000));
    endpoint.nowMs += 1_000;
    endpoint.end(early[0] ?? NaN, failed("rate_limited", 2_000));
    endpoint.end(early[1] ?? NaN, served);
    expect(endpoint.gate).toMatchObject({ type: "open", untilMs: NOW + 300_000 });
    endpoint.end(early[2] ?? NaN, failed("rate_limited", 400_000));
    expect(endpoint.gate).toMatchObject({ type: "open", untilMs: NOW + 401_000 });
  });

  it("keeps the pause that it was told while a probe was under way, when that probe fails", () => {
    const endpoint = new GuardedEndpoint();
    const early = endpoint.start().attempt;
    endpoint.call(failed("auth"));
    endpoint.nowMs += PERSON_PAUSE_MS;
    const probe = endpoint.start().attempt;
    endpoint.end(early, failed("rate_limited", 500_000));
    endpoint.end(probe, failed("server_error"));
    expect(endpoint.gate).toMatchObject({ type: "open", untilMs: endpoint.nowMs + 500_000 });
  });

  it("is not opened again by failures of attempts that began before a probe was served", () => {
    const endpoint = new GuardedEndpoint();
    const hanging = Array.from({ length: 30 }, () => endpoint.start().attempt);
    endpoint.call(failed("auth"));
    endpoint.nowMs += PERSON_PAUSE_MS;
    endpoint.call(served);
    for (const attempt of hanging) endpoint.end(attempt, failed("timeout_stall"));
    expect(endpoint.gate).toEqual({ type: "closed" });
  });

  it("closes when an attempt that was made all the same is served, and keeps its pause when that fails", () => {
    const endpoint = opened();
    const { attempt, isProbe } = endpoint.start();
    expect(isProbe).toBe(false);
    endpoint.call(failed("server_error"));
    expect(endpoint.gate).toMatchObject({ type: "open", untilMs: NOW + PERSON_PAUSE_MS });
    endpoint.end(attempt, served);
    expect(endpoint.gate).toEqual({ type: "closed" });
  });

  it("closes as soon as a probe speaks, and counts how its stream ended like any other", () => {
    const endpoint = opened();
    endpoint.nowMs += PERSON_PAUSE_MS;
    const { attempt } = endpoint.start();
    endpoint.speak(attempt);
    expect(endpoint.gate).toEqual({ type: "closed" });
    endpoint.end(attempt, failed("stream_cut"));
    endpoint.call(...times(4, failed("network")));
    expect(endpoint.gate.type).toBe("open");
  });

  it("does not stay open for ever when the clock is set back", () => {
    const endpoint = opened();
    endpoint.nowMs -= 86_400_000;
    expect(endpoint.gate).toEqual({ type: "probe" });
    endpoint.start();
    endpoint.nowMs -= 86_400_000;
    expect(endpoint.gate).toEqual({ type: "probe" });
    expect(failProbe(endpoint)).toBe(2 * PERSON_PAUSE_MS);
  });
});
