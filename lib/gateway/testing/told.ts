import { expect } from "vitest";

/** What a client was told, in words that are the same for whole answers and streams. */
export type Told = {
  /** All text that came, in order. */
  text: string;
  model: unknown;
  provider: unknown;
  /** The answer is there to its end. */
  complete: boolean;
  error: { status: number; code: unknown; attempts: unknown[] } | null;
  /** `usage.cost` in pico-USD, from the very digits on the wire; null where there is none. */
  costPico: bigint | null;
  usage: Record<string, unknown> | null;
};

type Choice = { index: number; message?: { role: string; content: string }; delta?: { content?: string }; finish_reason: string | null };
type Body = {
  id: string; object: string; created: number; model: string; provider: string; choices: Choice[];
  usage?: Record<string, unknown>; error?: { message: string; type: string; code: number | string; metadata: { attempts: unknown[] } };
};

/** Reads an answer as a client does, and refuses what no client of OpenAI's could read. */
export async function readTold(response: Response, stream: boolean): Promise<Told> {
  const text = await response.text();
  const { status, headers } = response;
  if (stream && status === 200) return readStream(text, headers);
  const body = JSON.parse(text) as Body;
  expect(headers.get("content-type")).toContain("application/json");
  if (status !== 200) return { text: "", model: null, provider: null, complete: false, error: readError(body, status), costPico: null, usage: null };
  expect(body).toMatchObject({ id: expect.any(String) as string, object: "chat.completion", created: expect.any(Number) as number });
  const [choice, ...others] = body.choices;
  expect([choice?.index, choice?.message?.role, choice?.finish_reason, others]).toEqual([0, "assistant", "stop", []]);
  const cost = costOf(text);
  expect(picoOf(headers.get("x-routeledger-cost-usd"))).toBe(cost);
  return {
    text: choice?.message?.content ?? "", model: body.model, provider: body.provider, complete: true, error: null,
    costPico: cost, usage: body.usage ?? null,
  };
}

function readStream(text: string, headers: Headers): Told {
  expect(headers.get("content-type")).toContain("text/event-stream");
  const events = text.split("\n\n");
  // Every event is ended, and the end mark is the last of all.
  expect(events.pop()).toBe("");
  const done = events.at(-1) === "data: [DONE]";
  const chunks = (done ? events.slice(0, -1) : events).map((event) => JSON.parse(event.replace(/^data: /, "")) as Body);
  const last = chunks.at(-1);
  if (!last) throw new Error("the stream is empty");
  for (const { id, object, model, provider, choices } of chunks) {
    expect([id, object, model, provider]).toEqual([last.id, "chat.completion.chunk", last.model, last.provider]);
    expect(choices).toBeInstanceOf(Array);
  }
  expect(chunks.filter((chunk) => chunk.usage ?? chunk.error)).toEqual([last]);
  const choices = chunks.flatMap((chunk) => chunk.choices);
  const ends = choices.map((choice) => choice.finish_reason).filter((reason) => reason !== null);
  expect(ends).toEqual([done ? "stop" : "error"]);
  return {
    text: choices.map(({ delta }) => delta?.content ?? "").join(""), model: last.model, provider: last.provider, complete: done,
    error: last.error ? readError(last, 200) : null, costPico: costOf(text), usage: last.usage ?? null,
  };
}

function readError({ error }: Body, status: number): Told["error"] {
  expect(error).toMatchObject({ message: expect.stringMatching(/./) as string, type: expect.stringMatching(/./) as string });
  return { status, code: error?.code, attempts: error?.metadata.attempts ?? [] };
}

function costOf(text: string): bigint | null {
  const found = [...text.matchAll(/"cost":([^,}]+)/g)];
  expect(found.length).toBeLessThan(2);
  return picoOf(found[0]?.[1] ?? null);
}

/** USD as plain decimal digits. A second opinion on the product's own formatting: it shares no code with it. */
export function picoOf(usd: string | null): bigint | null {
  if (usd === null) return null;
  expect(usd).toMatch(/^\d+(\.\d{1,12})?$/);
  const [whole = "", fraction = ""] = usd.split(".");
  return BigInt(whole + fraction.padEnd(12, "0"));
}
