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
  return {
    post: (body: object, init: RequestInit = {}) =>
      mount().fetch("/api/v1/chat/completions", {
        method: "POST",
        headers: { authorization: `Bearer ${site.apiKey}`, "content-type": "application/json" },
        body: JSON.stringify({ messages: [{ role: "user", content: "hi" }], ...body }),
        ...init,
      }),
    recorded: async (response: Response) => {
      await site.gateway.ledger.flush();
      const id = response.headers.get("x-request-id") ?? "";
      const call = await site.db.call.findUniqueOrThrow({ where: { teamId_id: { teamId: site.teamId, id } } });
      const attempts = await site.db.attempt.findMany({ where: { callId: id }, orderBy: { number: "asc" } });
      return { call, attempts };
    },
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

/** The chunks of a stream, and whether it ended with `[DONE]`. */
export async function chunksOf(response: Response): Promise<{ done: boolean; chunks: Chunk[] }> {
  const events = (await response.text()).split("\n\n").filter((event) => event !== "").map((event) => event.slice(6));
  const done = events.at(-1) === "[DONE]";
  return { done, chunks: (done ? events.slice(0, -1) : events).map((event) => JSON.parse(event) as Chunk) };
}
