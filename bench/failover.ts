import { createClient, type Client, type Timed } from "./client";
import type { Child } from "./child";

/** Who is asked: the gateway with so many failing tiers first, or the upstream without any gateway. */
export type Way = { stream: boolean } & ({ failing: number; direct?: never } | { direct: "serves" | "fails"; failing?: never });

/** What the calls of one way took in one round, in milliseconds. */
export type Round = { firstByteMs: number[]; lastByteMs: number[]; overheadMs: number[] };

export type Measured = { way: Way; rounds: Round[] };

export type Sizes = { rounds: number; passes: number; warmUpPasses: number };

const MOST_FAILING = 3;

/** Profiles `fails-0` to `fails-3`, which have so many failing tiers before the one that serves, each at a provider of its own. */
export function failoverConfig(upstreamUrl: string): object {
  const failing = Array.from({ length: MOST_FAILING }, (_, index) => `fails-${index + 1}`);
  const slugs = [...failing, "serves"];
  return {
    providers: slugs.map((slug) => ({ slug, baseUrl: `${upstreamUrl}/${slug}/v1`, credential: `key-of-${slug}` })),
    endpoints: slugs.map((provider) => ({ provider, model: "small", price: { input: "0.59", output: "0.79" } })),
    profiles: [0, ...failing.map((_, index) => index + 1)].map((count) => ({
      slug: `fails-${count}`,
      baseline: "serves/small",
      tiers: [...failing.slice(0, count), "serves"].map((slug) => ({ endpoint: `${slug}/small` })),
    })),
  };
}

const WAYS: Way[] = [false, true].flatMap((stream) => [
  { stream, direct: "serves" as const },
  { stream, direct: "fails" as const },
  ...Array.from({ length: MOST_FAILING + 1 }, (_, failing) => ({ stream, failing })),
]);

const PROMPT = [{ role: "system", content: "You are brief." }, { role: "user", content: "Say something small, please." }];

/**
 * Asks one way after the other, again and again, one call at a time: whatever drifts meets all of them alike. Each pass
 * begins one way further on, so that none always comes after the same other.
 */
export async function measureFailover(upstream: Child, gateway: Child, apiKey: string, sizes: Sizes, signal: AbortSignal): Promise<Measured[]> {
  const client = createClient();
  const runRound = async (passes: number) => {
    const round = WAYS.map((way) => ({ way, times: createRound() }));
    for (let pass = 0; pass < passes; pass += 1) {
      const first = pass % round.length;
      for (const { way, times } of [...round.slice(first), ...round.slice(0, first)]) {
        signal.throwIfAborted();
        // Or the breakers would skip the failing tiers. Before every call, so that all have the same pause before them.
        await gateway.tell("forget");
        add(times, await ask(client, way, upstream.url, gateway.url, apiKey));
      }
    }
    return round.map(({ times }) => times);
  };
  try {
    await runRound(sizes.warmUpPasses);
    const rounds: Round[][] = [];
    while (rounds.length < sizes.rounds) rounds.push(await runRound(sizes.passes));
    return WAYS.map((way, place) => ({ way, rounds: rounds.flatMap((round) => round[place] ?? []) }));
  } finally {
    client.close();
  }
}

function createRound(): Round {
  return { firstByteMs: [], lastByteMs: [], overheadMs: [] };
}

async function ask(client: Client, { stream, direct, failing }: Way, upstreamUrl: string, gatewayUrl: string, apiKey: string): Promise<Timed> {
  const body = (model: string) => JSON.stringify({ model, messages: PROMPT, stream });
  if (direct !== undefined) {
    const path = direct === "serves" ? "serves" : "fails-1";
    const timed = await client.post(`${upstreamUrl}/${path}/v1/chat/completions`, { authorization: `Bearer key-of-${path}` }, body("small"));
    return expectStatus(timed, direct === "serves" ? 200 : 503);
  }
  const timed = await client.post(`${gatewayUrl}/v1/chat/completions`, { authorization: `Bearer ${apiKey}` }, body(`fails-${failing}`));
  if (timed.headers["x-routeledger-attempts"] !== String(failing + 1)) {
    throw new Error(`${timed.headers["x-routeledger-attempts"]} attempts were made in place of ${failing + 1}`);
  }
  return expectStatus(timed, 200);
}

/** Figures of anything else than what was to be measured would be worth nothing. */
function expectStatus(timed: Timed, status: number): Timed {
  if (timed.status === status) return timed;
  throw new Error(`The answer's status was ${timed.status} in place of ${status}`);
}

function add(round: Round, { firstByteMs, lastByteMs, headers }: Timed): void {
  round.firstByteMs.push(firstByteMs);
  round.lastByteMs.push(lastByteMs);
  const overhead = headers["x-routeledger-overhead-ms"];
  if (overhead !== undefined) round.overheadMs.push(Number(overhead));
}
