import type { Peppers } from "@/lib/accounts/api-key";
import { findApiKey } from "@/lib/accounts/keys/load-api-keys";
import { ApiError } from "@/lib/core/errors";
import type { Problems } from "@/lib/core/profile-draft";
import type { Db } from "@/lib/db";
import { authenticate, type KeyRing, requireScope } from "@/lib/gateway/authenticate";
import { errorReply } from "@/lib/gateway/error-reply";
import { KeyLookup } from "@/lib/gateway/key-lookup";
import { requireJson } from "@/lib/gateway/require-json";
import { parseRequest } from "@/lib/scenarios/parse-request";
import { MAX_TEXT_BYTES } from "@/lib/scenarios/parse-text";
import type { ScenarioRequest } from "@/lib/scenarios/request-schema";
import { runScenario } from "@/lib/scenarios/run-scenario";
import { RunSlots } from "@/lib/scenarios/run-slots";
import { readText } from "./read-text";

/** More are told once these are mended. */
const MAX_TOLD = 20;
/** As long as a run of the most calls may take. */
const BUSY_RETRY_S = 5;

export type Serving = { db: Db; keys: KeyRing; slots: RunSlots };

export function prepareServing(db: Db, peppers: Peppers): Serving {
  const lookup = new KeyLookup((keyId) => findApiKey(db, keyId));
  // A request here is rare: its key is asked of the database each time, so that one that was revoked is worth nothing at once.
  const keys = { peppers, verified: new Map(), holdsKey: () => false, findKey: (keyId: string) => lookup.find(keyId) };
  return { db, keys, slots: new RunSlots() };
}

/** Answers POST /api/sandbox: the caller's team, its request, and what that comes to, or why not in the gateway's own form of errors. */
export async function answerScenario(request: Request, serving: Serving): Promise<Response> {
  try {
    const headers = Object.fromEntries(request.headers);
    const { teamId, scopes } = await authenticate({ headers }, serving.keys, Date.now());
    requireScope({ scopes }, "calls");
    requireJson({ headers });
    const parsed = parseRequest(await readJson(request));
    if ("problems" in parsed) return refuse(parsed.problems);
    return await run(teamId, parsed.request, request.signal, serving);
  } catch (error) {
    if (!(error instanceof ApiError) && !request.signal.aborted) process.stderr.write(`sandbox: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    return toResponse(error);
  }
}

async function run(teamId: string, request: ScenarioRequest, signal: AbortSignal, { db, slots }: Serving): Promise<Response> {
  // Formulas are done at once; the others take a core for seconds.
  const leave = request.engine === "closed-form" ? () => undefined : slots.enter(teamId);
  if (leave === null) {
    throw new ApiError("sandbox_busy", "A team has one simulation or backtest at a time, and all teams together two. Try again when those are done.", { retryAfterS: BUSY_RETRY_S });
  }
  try {
    const ran = await runScenario(db, { teamId, request, now: new Date(), signal });
    if ("problems" in ran) return refuse(ran.problems);
    if ("unknownProfile" in ran) {
      const hint = ran.nearest === null ? "." : `; the nearest is ${ran.nearest}.`;
      throw new ApiError("profile_not_found", `There is no profile ${ran.unknownProfile}${hint}`, { param: "profile" });
    }
    return Response.json(ran.answer, { headers: HEADERS });
  } finally {
    leave();
  }
}

const HEADERS = { "cache-control": "no-store", "x-content-type-options": "nosniff" };

/** Every field that is wrong, the first one as the message. */
function refuse(problems: Problems): Response {
  const entries = Object.entries(problems).slice(0, MAX_TOLD);
  const [[path, sentence] = ["", "Is not a scenario."]] = entries;
  const error = new ApiError("invalid_request", path === "" ? `The request: ${sentence}` : `${path}: ${sentence}`, path === "" ? {} : { param: path });
  return toResponse(error, { problems: Object.fromEntries(entries) });
}

function toResponse(error: unknown, metadata: object = {}): Response {
  const { status, headers, body } = errorReply(error, null);
  const told = JSON.parse(Buffer.from(body as Uint8Array).toString()) as { error: { metadata: object } };
  return Response.json({ error: { ...told.error, metadata: { ...told.error.metadata, ...metadata } } }, { status, headers: { ...headers, ...HEADERS } });
}

/** @throws ApiError `body_too_large`, `invalid_json` */
async function readJson(request: Request): Promise<unknown> {
  const text = await readText(request, MAX_TEXT_BYTES).catch(() => { throw notJson(); });
  if (text === null) throw new ApiError("body_too_large", `The body is larger than ${MAX_TEXT_BYTES} bytes. No scenario needs as many.`);
  try {
    return JSON.parse(text);
  } catch {
    throw notJson();
  }
}

function notJson(): ApiError {
  return new ApiError("invalid_json", "The body is not JSON in UTF-8.");
}
