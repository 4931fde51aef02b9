import type { Installation } from "./installation";
import type { Mount } from "./mounts";

export type Usage = { cost: number; cost_details: Record<string, number> };
export type Chunk = {
  model: string;
  provider: string;
  usage?: Usage;
  error?: { code: number };
  choices: { delta: object; finish_reason: string | null }[];
};

/** Calls by one mount as the installation's team, and what the ledger has of them. */
export function createCaller(site: Installation, mount: () => Mount) {
  /** What the ledger has of calls, by their answers: one reading for all of them. */
  const readRecords = async (responses: readonly Response[]) => {
    await site.gateway.ledger.flush();
    const ids = responses.map(idOf);
    const [calls, attempts] = await Promise.all([
      site.db.call.findMany({ where: { teamId: site.teamId, id: { in: ids } } }),
      site.db.attempt.findMany({ where: { callId: { in: ids } }, orderBy: { number: "asc" } }),
    ]);
    const records = new Map(calls.map((call) => [call.id, { call, attempts: [] as typeof attempts }]));
    for (const attempt of attempts) records.get(attempt.callId)?.attempts.push(attempt);
    return (response: Response) => {
      const record = records.get(idOf(response));
      if (!record) throw new Error("the ledger does not have this call");
      return record;
    };
  };
  return {
    post: (body: object, init: RequestInit = {}) =>
      mount().fetch("/api/v1/chat/completions", {
        method: "POST",
        headers: { authorization: `Bearer ${site.apiKey}`, "content-type": "application/json" },
        body: JSON.stringify({ messages: [{ role: "user", content: "hi" }], ...body }),
        ...init,
      }),
    readRecords,
    recorded: async (response: Response) => (await readRecords([response]))(response),
    /** Every practice provider as it was at first, its books empty, and nothing learned of it. */
    reset: () => {
      site.gateway.routing.forget();
      for (const provider of ["alpha", "beta", "gamma", "delta"]) {
        site.practice.setScript(`${provider}/llama`, { sequence: null, tool: null, firstTokenMs: null, tokensPerSecond: null, answerTokens: null });
      }
      site.practice.reset();
    },
  };
}

const idOf = (response: Response) => response.headers.get("x-request-id") ?? "";

/** The chunks of a stream, and whether it ended with `[DONE]`. */
export async function chunksOf(response: Response): Promise<{ done: boolean; chunks: Chunk[] }> {
  const events = (await response.text()).split("\n\n").filter((event) => event !== "").map((event) => event.slice(6));
  const done = events.at(-1) === "[DONE]";
  return { done, chunks: (done ? events.slice(0, -1) : events).map((event) => JSON.parse(event) as Chunk) };
}
