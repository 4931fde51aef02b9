import { AccountError } from "@/lib/accounts/account-error";
import { findSignedIn } from "@/lib/auth";
import { getDb } from "@/lib/db";
import { type BacktestRun, runBacktest } from "@/lib/scenarios/run-backtest";
import { RunSlots } from "@/lib/scenarios/run-slots";
import { BacktestQuestionError, readQuestion } from "./read-question";

export const dynamic = "force-dynamic";

const MAX_BODY = 262_144;

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
    const text = await request.text();
    if (text.length > MAX_BODY) throw new BacktestQuestionError("The scenario is too long");
    const run = await readQuestion(parse(text), signedIn);
    return stream(request, run, leave);
  } catch (error) {
    leave();
    return refuse(explain(error), 400);
  }
}

/** Browsers say where a request comes from, and send no JSON elsewhere without asking; the cookie stays home besides. */
function isOfOwnPage({ headers }: Request): boolean {
  const site = headers.get("sec-fetch-site");
  return (site === null || site === "same-origin") && headers.get("content-type")?.startsWith("application/json") === true;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new BacktestQuestionError("The backtest cannot be read: it is not JSON");
  }
}

function stream(request: Request, run: Omit<BacktestRun, "signal">, leave: () => void): Response {
  const leaving = new AbortController();
  request.signal.addEventListener("abort", () => { leaving.abort(); });
  const events = runBacktest(getDb(), { ...run, signal: leaving.signal });
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { value, done } = await events.next();
        if (value) controller.enqueue(formatLine(value));
        if (!done) return;
      } catch (error) {
        if (!leaving.signal.aborted) controller.enqueue(formatLine({ type: "failed", message: explain(error) }));
      }
      leave();
      controller.close();
    },
    async cancel() {
      leaving.abort();
      leave();
      await events.return();
    },
  });
  return new Response(body, { headers: { "content-type": "application/x-ndjson", "cache-control": "no-store, no-transform" } });
}

/** Sums are for tests and exports: a browser shows the figures made of them. */
function formatLine(event: object): Uint8Array {
  const json = JSON.stringify(event, (key, value: unknown) => (key === "sums" ? null : value));
  return new TextEncoder().encode(`${json}\n`);
}

function explain(error: unknown): string {
  if (error instanceof BacktestQuestionError || error instanceof AccountError) return `${error.message}.`;
  process.stderr.write(`backtest: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  return "The backtest failed on our side. The server's log says why.";
}

function refuse(error: string, status: number): Response {
  return Response.json({ error }, { status });
}
