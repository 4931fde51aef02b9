import { ApiError } from "@/lib/core/errors";
import type { Candidate } from "@/lib/core/plan";
import { usageTokens } from "@/lib/core/usage";
import type { CallRecord } from "@/lib/ledger/record";
import type { Cancellation } from "@/lib/upstream/cancellation";
import { formatAnswer, type ServedBy } from "@/lib/wire/answer";
import { formatUsageMember } from "@/lib/wire/cost";
import type { Caller } from "./authenticate";
import type { Call } from "./call";
import { describeFault } from "./describe-fault";
import type { Exchange, Reply } from "./exchange";
import { failureOf } from "./failure";
import type { Gateway } from "./gateway";
import type { TeamConfig } from "./live-config";
import { emptyPlanError } from "./plan-call";
import type { KeyPlace } from "./key-guard";
import { prepareCall } from "./prepare-call";
import { relayStream, type Settle } from "./relay";
import { replyHeaders, streamHeaders, wholeHeaders } from "./reply-headers";
import { Run, type Ask, type Committed, type Over } from "./run";
import { settleCall } from "./settle";
import { toldCost } from "./told-cost";

/** `POST /chat/completions`: one call in its nine steps (docs/ARCHITECTURE.md). */
export async function handleCall(exchange: Exchange, caller: Caller, gateway: Gateway, callId: string): Promise<Reply> {
  const { call, team } = await prepareCall(exchange, caller, gateway, callId);
  if (call.plan.candidates.length === 0) throw nobodyLeft(call) ?? emptyPlanError(call.plan, call.startedAtMs);
  const place = gateway.keys.enter(call, Date.now());
  exchange.whenOver(() => place?.leave(Date.now()));
  const { cancellation } = exchange;
  const report = (error: unknown) => {
    gateway.log(`${callId} broke on our side: ${describeFault(error)}`);
  };
  const run = new Run(call, askUpstream(call, team, gateway, cancellation), gateway.routing, cancellation, report);
  const settle = settleOnce((over, httpStatus) =>
    gateway.record(noteTokens(place, settleCall(call, run, over, httpStatus, performance.now())), call.reserve?.purse ?? null),
  );
  try {
    const result = await run.start();
    return "speaking" in result ? replyStream(call, run, result, settle, place) : await replyWhole(call, run, result, settle, place);
  } catch (error) {
    if (!(error instanceof ApiError)) await settleBroken(run, settle);
    throw error;
  }
}

/** What our own fault has left: whoever was asked is told to stop, and what they cost is in the books all the same. */
async function settleBroken(run: Run, settle: Settle): Promise<void> {
  const over = run.breakOff();
  if (run.attempts.length > 0) await settle(over, 500).catch(() => undefined);
}

/** What is told a second time, by whoever cannot know of the first, changes nothing. */
function settleOnce(settle: Settle): Settle {
  let isSettled = false;
  return async (over, httpStatus) => {
    if (isSettled) return;
    isSettled = true;
    await settle(over, httpStatus);
  };
}

/** Step 7 for one candidate of this call. */
function askUpstream(call: Call, team: TeamConfig, gateway: Gateway, cancellation: Cancellation): Ask {
  return ({ endpoint }, timers, limitTokens) => gateway.ask(team, endpoint, { request: call.request, timers, cancellation, limitTokens });
}

/** The budget that kept the call from being made; null when something else did, or when waiting for a cap helps sooner. */
function nobodyLeft({ plan, reserve }: Call): ApiError | null {
  const isCapped = plan.entries.some(({ drop }) => drop === "capped") && plan.freeAtMs !== null;
  return isCapped ? null : (reserve?.refusal(plan, Date.now()) ?? null);
}

function replyStream(call: Call, run: Run, committed: Committed, settle: Settle, place: KeyPlace | null): Reply {
  const { candidate } = committed;
  return {
    status: 200,
    headers: { ...streamHeaders(replyHeaders(call, run, candidate, run.attempts.length + 1)), ...place?.headers(Date.now()) },
    body: relayStream(call, run, committed, servedBy(candidate), settle),
  };
}

async function replyWhole(call: Call, run: Run, over: Over, settle: Settle, place: KeyPlace | null): Promise<Reply> {
  const { last } = over;
  if (!last || !("body" in last.answer)) {
    const error = (run.attempts.length === 0 ? call.reserve?.refusal({ ...call.plan, entries: run.entries }, Date.now()) : null) ?? failureOf(run, over);
    // Nobody was asked, so there is nothing to book.
    if (run.attempts.length > 0) await settle(over, error.status);
    throw error;
  }
  const { answer, candidate } = last;
  await settle(over, 200);
  const { usage = null, basis } = run.attempts.at(-1) ?? {};
  const told = toldCost(run.attempts);
  return {
    status: 200,
    headers: { ...wholeHeaders(replyHeaders(call, run, candidate, run.attempts.length), told), ...place?.headers(Date.now()) },
    body: formatAnswer(answer, servedBy(candidate), (reported) =>
      formatUsageMember(basis === "reported" ? reported : null, usage, told),
    ),
  };
}

/** What a call has really used counts against its key's limit from now on. */
function noteTokens(place: KeyPlace | null, record: CallRecord): CallRecord {
  place?.used(record.attempts.reduce((sum, { usage }) => sum + (usage ? usageTokens(usage) : 0), 0));
  return record;
}

/** The endpoint when the request named endpoints, else the model that served. */
function servedBy({ endpoint, namedEndpoint }: Candidate): ServedBy {
  return { model: namedEndpoint ? endpoint.name : endpoint.model, provider: endpoint.provider };
}
