import type { Cause } from "@/lib/core/outcome";
import { causeName } from "@/lib/core/text/causes";
import { formatCount } from "../counts";

type Test =
  | { kind: "served"; callId: string; text: string; totalMs: number; costUsd: string | null; inputTokens: number; outputTokens: number }
  | { kind: "failed"; callId: string | null; totalMs: number; cause: Cause | null; status: number | null; message: string }
  | { kind: "unreachable"; reason: string };

/** What came of a connection test, in words; the call is in the ledger where it is named. */
export type TestState = { text: string; isGood: boolean; callId: string | null } | null;

const MOST_SHOWN = 80;

const ADVICE: Partial<Record<Cause, string>> = {
  auth: "Set a new API key.",
  credit: "Top the account up at the provider.",
  not_found: "Mend the model's name at this provider, or the base URL.",
  rate_limited: "The address and the key are right; try again in a minute.",
  overloaded: "The address and the key are right; try again in a minute.",
  server_error: "The fault is theirs; try again in a minute.",
  network: "Check the base URL's host and port.",
  timeout_connect: "Check the base URL's host and port.",
};

export function describeTest(test: Test): NonNullable<TestState> {
  switch (test.kind) {
    case "served": return { text: describeServed(test), isGood: true, callId: test.callId };
    case "failed": return { text: describeFailed(test), isGood: false, callId: test.callId };
    case "unreachable": return { text: `Not tested: our own gateway did not take the call, since ${test.reason}.`, isGood: false, callId: null };
  }
}

function describeServed({ text, totalMs, costUsd, inputTokens, outputTokens }: Extract<Test, { kind: "served" }>): string {
  const said = text === "" ? "It answered without a word" : `It answered “${text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text}”`;
  const tokens = `${formatCount(inputTokens)} tokens in and ${formatCount(outputTokens)} out`;
  const cost = costUsd === null ? "What that cost is unknown, since it has no price: set one." : `That cost exactly $${costUsd}.`;
  return `${said} in ${formatCount(totalMs)} ms, with ${tokens}. ${cost}`;
}

function describeFailed({ cause, status, totalMs, message }: Extract<Test, { kind: "failed" }>): string {
  if (cause === null) return `It was not asked: ${message}`;
  const answered = status === null ? "" : ` (${status})`;
  return `It failed after ${formatCount(totalMs)} ms: ${causeName(cause).toLowerCase()}${answered}. ${ADVICE[cause] ?? "The call says more."}`;
}
