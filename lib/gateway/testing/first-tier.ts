import { expect } from "vitest";
import type { PracticeScript } from "@/lib/practice/script";
import { textOf, type Caller } from "./cascade";
import type { Installation } from "./installation";
import { readTold } from "./told";

type Fault = NonNullable<PracticeScript["faults"]>[string];
type Layer = Parameters<Installation["practice"]["setScript"]>[1];

/** What a first tier does once. The next tier would serve, in the same dialect. */
export type Meeting = {
  dialect: Dialect;
  stream: boolean;
  /** One of the practice server's by name, or our own. */
  fault?: string | Fault;
  /** How it answers otherwise. */
  script?: Layer;
  /** In place of the profile of the dialect's name. */
  profile?: string;
};

/** Both are names of profiles too. */
export const DIALECTS = ["openai", "anthropic"] as const;
export type Dialect = (typeof DIALECTS)[number];

const FIRST = { openai: "alpha", anthropic: "alpha-twin" } as const;

/**
 * Makes one call that meets it. Whatever it was, the provider was asked once, each attempt has one row, and the next call
 * is served by the same tier as if nothing had been.
 */
export async function meetFirstTier(site: Installation, caller: Caller, { dialect, stream, fault = "ok", script = {}, profile = dialect }: Meeting) {
  const provider = FIRST[dialect];
  const call = () => {
    site.gateway.routing.forget();
    return caller.post({ model: profile, stream });
  };
  const requests = () => site.practice.account().requests.filter((request) => request.provider === provider).length;
  // A fresh connection for each, so that nobody has to be excused for a dead one.
  const plain = { headers: { connection: "close" }, stream: null, answer: textOf(provider), answerTokens: null };
  site.practice.setScript(`${provider}/llama`, {
    ...plain, ...script,
    sequence: `1 x ${typeof fault === "string" ? fault : "row"}, 99 x ok`,
    ...(typeof fault === "string" ? {} : { faults: { row: fault } }),
  });
  site.practice.reset();
  const response = await call();
  const { status } = response;
  const told = await readTold(response, stream);
  const recorded = await caller.recorded(response);
  const first = recorded.attempts.filter(({ tier }) => tier === 1);
  expect([requests(), first.length, recorded.attempts.map(({ number }) => number)]).toEqual([1, 1, recorded.attempts.map((_, index) => index + 1)]);

  site.practice.setScript(`${provider}/llama`, plain);
  const next = await call();
  expect(await readTold(next, stream)).toMatchObject({ complete: true, provider, text: textOf(provider) });
  expect([requests(), (await caller.recorded(next)).attempts.length]).toEqual([2, 1]);
  return { status, headers: response.headers, told, ...recorded, first: first[0] };
}

/** How the first tier's attempt ended: cause, status of the provider, and how sure its cost is. */
export function endOf({ first }: Awaited<ReturnType<typeof meetFirstTier>>): [string, number | null, string] | null {
  return first ? [first.cause, first.httpStatus, first.basis] : null;
}

/** A whole answer of three tokens for one, in the dialect's form. */
export function wholeBody(dialect: Dialect, text: string): string {
  const body = dialect === "openai"
    ? { id: "x", object: "chat.completion", created: 1, model: "m", choices: [{ index: 0, message: { role: "assistant", content: text }, finish_reason: "stop" }], usage: { prompt_tokens: 3, completion_tokens: 1 } }
    : { id: "x", type: "message", role: "assistant", model: "m", content: [{ type: "text", text }], stop_reason: "end_turn", usage: { input_tokens: 3, output_tokens: 1 } };
  return JSON.stringify(body);
}
