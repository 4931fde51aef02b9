import { AccountError } from "@/lib/accounts/account-error";
import { NotAllowedError, requirePermission } from "@/lib/accounts/member";
import { findSignedIn, getSecret, type SignedIn } from "@/lib/auth";
import { CatalogError } from "@/lib/catalog/catalog-error";
import { getDb } from "@/lib/db";
import { DrillError } from "@/lib/drill/drill-error";
import { type DrillHouse, runDrill } from "@/lib/drill/run-drill";
import { getEnv } from "@/lib/env";
import type { DrillEvent } from "@/lib/wire/drill";
import { formatJsonLine } from "@/lib/wire/json-lines";
import { answerInLines, isOfOwnPage, readPageRequest, refuse } from "../page-request";
import { readQuestion } from "./read-question";

export const dynamic = "force-dynamic";

/** `POST /api/sandbox/drill`: runs a drill, and tells of it in lines of JSON, see `DrillEvent`. Whoever leaves gives it up. */
export async function POST(request: Request): Promise<Response> {
  const signedIn = await findSignedIn();
  if (typeof signedIn === "string") return refuse("Sign in first.", 401);
  if (!isOfOwnPage(request)) return refuse("A drill is started from the sandbox's own page.", 403);
  try {
    requirePermission(signedIn.member, "change the catalog");
    const asked = await readPageRequest(request, (why) => new DrillError(why));
    return stream(request, signedIn, await readQuestion(asked, signedIn));
  } catch (error) {
    return refuse(explain(error), error instanceof NotAllowedError ? 403 : 400);
  }
}

function stream(request: Request, { member }: SignedIn, question: Awaited<ReturnType<typeof readQuestion>>): Response {
  const leaving = new AbortController();
  const leave = () => { leaving.abort(new DrillError("The drill was cancelled")); };
  request.signal.addEventListener("abort", leave);
  const env = getEnv();
  const house: DrillHouse = { db: getDb(), peppers: getSecret().peppers, gatewayUrl: env.ROUTELEDGER_GATEWAY_URL ?? `http://127.0.0.1:${env.PORT}` };
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      const tell = (event: DrillEvent) => {
        if (!leaving.signal.aborted) controller.enqueue(formatJsonLine(event));
      };
      void runDrill(house, member, question, tell, leaving.signal)
        .catch((error: unknown) => { tell({ type: "failed", message: explain(error) }); })
        .finally(() => { if (!leaving.signal.aborted) controller.close(); });
    },
    cancel: leave,
  });
  if (request.signal.aborted) leave();
  return answerInLines(body);
}

function explain(error: unknown): string {
  if (error instanceof DrillError || error instanceof AccountError || error instanceof CatalogError || error instanceof NotAllowedError) return `${error.message}.`;
  if (error instanceof DOMException && error.name === "TimeoutError") return "The drill took longer than it may, and was given up.";
  process.stderr.write(`drill: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  return "The drill failed on our side. The server's log says why.";
}
