import { AccountError } from "@/lib/accounts/account-error";
import { findSignedIn } from "@/lib/auth";
import { getDb } from "@/lib/db";
import { type BacktestEvent, runBacktest } from "@/lib/scenarios/run-backtest";
import { RunSlots } from "@/lib/scenarios/run-slots";
import { answerInLines, isOfOwnPage, readPageRequest, refuse } from "../page-request";
import { streamLines } from "../stream-lines";
import { BacktestQuestionError, readQuestion } from "./read-question";

export const dynamic = "force-dynamic";

/** On the global object: Next loads this module once for every bundle, and the bound on runs is the process's. */
const shared = globalThis as { routeledgerBacktests?: RunSlots };

/** `POST /api/sandbox/backtest`: walks recorded calls through a candidate, and tells of it in lines of JSON. Whoever leaves ends it. */
export async function POST(request: Request): Promise<Response> {
  const signedIn = await findSignedIn();
  if (typeof signedIn === "string") return refuse("Sign in first.", 401);
  if (!isOfOwnPage(request)) return refuse("A backtest is started from the sandbox's own page.", 403);
  const leave = (shared.routeledgerBacktests ??= new RunSlots()).enter(signedIn.member.teamId);
  if (leave === null) return refuse("A team has one backtest at a time, and all teams together two. Try again when those are done.", 429);
  try {
    const asked = await readPageRequest(request, (why) => new BacktestQuestionError(why));
    const run = await readQuestion(asked, signedIn);
    return answerInLines(streamLines(request, {
      begin: (signal) => runBacktest(getDb(), { ...run, signal }), format: withoutSums, explain: (error) => ({ type: "failed", message: explain(error) }), leave,
    }));
  } catch (error) {
    leave();
    return refuse(explain(error), 400);
  }
}

/** Sums are for tests and exports: a browser shows the figures made of them. */
function withoutSums(event: BacktestEvent): object {
  if (event.type !== "done") return event;
  const { actual, predicted } = event.result;
  return { ...event, result: { ...event.result, actual: { ...actual, sums: null }, predicted: { ...predicted, sums: null } } };
}

function explain(error: unknown): string {
  if (error instanceof BacktestQuestionError || error instanceof AccountError) return `${error.message}.`;
  process.stderr.write(`backtest: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  return "The backtest failed on our side. The server's log says why.";
}
