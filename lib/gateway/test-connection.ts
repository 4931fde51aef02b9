import { z } from "zod";
import type { Peppers } from "@/lib/accounts/api-key";
import { recordChange } from "@/lib/accounts/audit";
import { renewPassingKey } from "@/lib/accounts/keys/renew-passing-key";
import { type Member, requirePermission, writerOf } from "@/lib/accounts/member";
import { changeOf } from "@/lib/core/change";
import { CAUSES, type Cause } from "@/lib/core/outcome";
import type { Db } from "@/lib/db";

/** `costUsd` is the exact decimal; null where the endpoint has no price. `callId` names the call in the ledger. */
export type ConnectionTest =
  | { kind: "served"; callId: string; text: string; totalMs: number; costUsd: string | null; inputTokens: number; outputTokens: number }
  | { kind: "failed"; callId: string | null; totalMs: number; cause: Cause | null; status: number | null; message: string }
  | { kind: "unreachable"; reason: string };

export type TestHouse = { db: Db; peppers: Peppers; /** Where applications reach the gateway. */ gatewayUrl: string };

/** On the keys page and in every report beside the calls that it made. */
export const TEST_KEY_NAME = "Connection tests";
const QUESTION = "Answer with the single word: ready";
/** A model that reasons takes its time over anything. */
const LIMIT_MS = 60_000;
/** The gateway hears of a new endpoint within a moment. */
const KNOWN_TRIES = 20;
const KNOWN_PAUSE_MS = 150;

const answerSchema = z.object({
  choices: z.array(z.object({ message: z.object({ content: z.string().nullish() }) })).min(1),
  usage: z.object({ prompt_tokens: z.number(), completion_tokens: z.number() }).nullish(),
});
const attemptSchema = z.object({ cause: z.enum(CAUSES).nullable(), status: z.number().nullable() });
const errorSchema = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    metadata: z.object({ call_id: z.string().nullable(), attempts: z.array(attemptSchema) }).partial().optional(),
  }),
});

/**
 * Makes one tiny real call to an endpoint of the member's team, through the gateway as any client would: with its
 * adapter, its guard of addresses and the stored credential, and into the ledger as an ad-hoc call.
 * @returns null when the team has no such endpoint
 * @throws NotAllowedError
 */
export async function testConnection({ db, peppers, gatewayUrl }: TestHouse, member: Member, endpointId: string, now: Date): Promise<ConnectionTest | null> {
  requirePermission(member, "change the catalog");
  const { teamId, userId: ownerId } = member;
  const endpoint = await db.endpoint.findUnique({ where: { teamId_id: { teamId, id: endpointId } }, select: { model: true, provider: { select: { slug: true } } } });
  if (endpoint === null) return null;
  const name = `${endpoint.provider.slug}/${endpoint.model}`;
  const expiresAt = new Date(now.getTime() + 2 * LIMIT_MS);
  const { text: key } = await db.$transaction(async (tx) => {
    const issued = await renewPassingKey(tx, peppers, { teamId, ownerId, name: TEST_KEY_NAME, expiresAt });
    await recordChange(tx, writerOf(member), changeOf("connection test", name, null, { key: issued.keyId, expiresAt: expiresAt.toISOString() }));
    return issued;
  });
  return ask(gatewayUrl, key, name);
}

async function ask(gatewayUrl: string, key: string, endpoint: string): Promise<ConnectionTest> {
  const signal = AbortSignal.timeout(LIMIT_MS);
  try {
    for (let tries = 1; ; tries += 1) {
      const answer = await send(gatewayUrl, key, endpoint, signal);
      if (answer !== "unknown model" || tries === KNOWN_TRIES) return answer === "unknown model" ? { kind: "unreachable", reason: "it does not know this endpoint yet" } : answer;
      await new Promise((resolve) => setTimeout(resolve, KNOWN_PAUSE_MS));
    }
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return { kind: "unreachable", reason: error.name === "TimeoutError" ? `there was no answer within ${LIMIT_MS / 1_000} s` : "nothing answers at its address" };
  }
}

async function send(gatewayUrl: string, key: string, endpoint: string, signal: AbortSignal): Promise<ConnectionTest | "unknown model"> {
  const startedAt = performance.now();
  const response = await fetch(`${gatewayUrl}/api/v1/chat/completions`, {
    method: "POST", signal, cache: "no-store",
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
    body: JSON.stringify({ model: endpoint, messages: [{ role: "user", content: QUESTION }] }),
  });
  const body: unknown = parseOrNull(await response.text());
  const totalMs = Math.round(performance.now() - startedAt);
  if (!response.ok) return readFailure(body, totalMs);
  const { data } = answerSchema.safeParse(body);
  if (!data) return { kind: "unreachable", reason: "what answers at its address is no gateway" };
  return {
    kind: "served", totalMs,
    callId: response.headers.get("x-request-id") ?? "",
    text: (data.choices[0]?.message.content ?? "").trim(),
    costUsd: response.headers.get("x-routeledger-cost-usd"),
    inputTokens: data.usage?.prompt_tokens ?? 0,
    outputTokens: data.usage?.completion_tokens ?? 0,
  };
}

function readFailure(body: unknown, totalMs: number): ConnectionTest | "unknown model" {
  const { data } = errorSchema.safeParse(body);
  if (!data) return { kind: "unreachable", reason: "what answers at its address is no gateway" };
  const { code, message, metadata } = data.error;
  if (code === "model_not_found") return "unknown model";
  const last = metadata?.attempts?.at(-1);
  return { kind: "failed", callId: metadata?.call_id ?? null, totalMs, cause: last?.cause ?? null, status: last?.status ?? null, message };
}

function parseOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
