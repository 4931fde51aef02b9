import { expect } from "vitest";
import { isTwin, modelOf, textOf, type Caller, type Cell, type Met } from "./cascade";
import type { CauseCase } from "./causes";
import { readTold, type Told } from "./told";

type Recorded = Awaited<ReturnType<Caller["recorded"]>>;

/** What has to come of a cell: who is asked how often, and which tier's answer the client gets, if any. */
function expectationOf({ tiers, place, meets }: Cell) {
  const at = tiers[place - 1] ?? tiers[0];
  const met = { tier: place, outcome: meets.ending === "serves" ? "served" : "failed", ...(isTwin(at) ? meets.anthropic : meets.openai) };
  const next = tiers[place];
  const servedTier = meets.ending === "serves" ? place : meets.ending === "falls" && next ? place + 1 : 0;
  const attempts = [
    ...tiers.slice(0, place - 1).map((_, index) => ({ tier: index + 1, outcome: "failed", cause: "overloaded", httpStatus: 503, basis: "reported" })),
    ...(meets.onKept ? [met, met] : [met]),
    ...(servedTier > place ? [{ tier: servedTier, outcome: "served", cause: "", httpStatus: 200, basis: "reported" }] : []),
  ];
  return { attempts, servedTier, speaking: servedTier > 0 ? tiers[servedTier - 1] : meets.ending === "breaks" ? at : undefined, met };
}

/** Holds all that a call left behind against what it should have: the client, the record, the bill, the provider's books. */
export async function judgeCell(cell: Cell, { response, requests }: Met, recorded: Recorded): Promise<void> {
  const expected = expectationOf(cell);
  const told = await readTold(response, cell.stream);
  expect(recorded.attempts.map(({ tier, outcome, cause, httpStatus, basis }) => ({ tier, outcome, cause, httpStatus, basis }))).toEqual(expected.attempts);
  expect(recorded.call).toMatchObject({
    outcome: expected.servedTier > 0 ? "served" : "failed",
    servedTier: expected.servedTier,
    cause: expected.servedTier > 0 ? "" : expected.met.cause,
    httpStatus: response.status,
    rescued: expected.servedTier > 1,
  });
  judgeTold(cell, expected, response, told);
  judgeBill(cell, expected, told, recorded, requests);
}

type Expectation = ReturnType<typeof expectationOf>;

function judgeTold({ meets }: Cell, { speaking, servedTier, attempts, met }: Expectation, { status, headers }: Response, told: Told): void {
  expect(told.complete).toBe(servedTier > 0);
  if (speaking) {
    expect([status, told.model, told.provider]).toEqual([200, modelOf(speaking), speaking]);
    expect(headers.get("x-routeledger-tier")).toBe(String(servedTier || met.tier));
    expect(headers.get("x-routeledger-attempts")).toBe(String(attempts.length));
  }
  if (servedTier > 0) expect([told.text, told.error]).toEqual([speaking && textOf(speaking), null]);
  else {
    const notes = attempts.map(({ cause, httpStatus }) => ({ cause, status: httpStatus }));
    expect(told.error).toMatchObject(expectedError(meets, met, attempts));
    expect(told.error?.attempts).toMatchObject(notes);
  }
  if (meets.ending === "breaks" && speaking) {
    expect(told.text).not.toBe("");
    expect(textOf(speaking).startsWith(told.text)).toBe(true);
  }
}

const REFUSALS: Partial<Record<string, string>> = { context_length: "context_length_exceeded", content_filter: "content_filter" };

function expectedError({ ending }: CauseCase, { cause, httpStatus }: Expectation["met"], attempts: Expectation["attempts"]) {
  if (ending === "stops") {
    return { status: httpStatus, code: REFUSALS[cause] ?? "upstream_refused_request" };
  }
  const timedOut = cause === "timeout_total" || attempts.every((attempt) => attempt.cause.startsWith("timeout_"));
  // Inside a stream the code stands for the status.
  if (ending === "breaks") return { status: 200, code: timedOut ? 504 : 502 };
  return timedOut ? { status: 504, code: "all_timed_out" } : { status: 502, code: "all_attempts_failed" };
}

/** The client, the ledger and the providers' own books tell one story, to the last pico. */
function judgeBill({ tiers, stream }: Cell, { servedTier }: Expectation, told: Told, { call, attempts }: Recorded, requests: Met["requests"]): void {
  const asked = tiers.map((tier) => requests.filter(({ provider }) => provider === tier).length);
  expect(asked).toEqual(tiers.map((_, index) => attempts.filter(({ tier }) => tier === index + 1).length));
  expect(requests).toHaveLength(attempts.length);
  for (const { basis, costPico, tier, output } of attempts) {
    expect(costPico === null).toBe(basis === "unknown");
    const books = requests.filter(({ provider }) => provider === tiers[tier - 1]);
    if (basis === "reported") expect(books.map((request) => BigInt(request.costPico))).toEqual([costPico]);
    if (basis === "estimated") expect(costPico).toBeGreaterThan(0n);
    // Each token of a stream has been seen.
    if (basis === "estimated" && stream) expect(output).toBeGreaterThanOrEqual(books[0]?.completionTokens ?? Infinity);
  }
  const known = attempts.reduce((sum, { costPico }) => sum + (costPico ?? 0n), 0n);
  expect(call.costPico).toBe(known);
  expect(call.unknownAttempts).toBe(attempts.filter(({ costPico }) => costPico === null).length);
  expect(told.costPico).toBe(servedTier > 0 ? known : null);
  if (servedTier === 0) return;
  expect(told.usage?.cost_details).toMatchObject({ unknown_attempts: call.unknownAttempts });
  const reported = { prompt_tokens: 1_000, completion_tokens: 20, total_tokens: 1_020 };
  expect(told.usage).toMatchObject(attempts.at(-1)?.basis === "reported" ? reported : { cost_details: { estimated: true } });
}
