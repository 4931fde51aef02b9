import { weightsOf } from "@/lib/core/weights";
import { FeedError } from "./feed-error";
import type { FeedContent, FeedPrice } from "./feed-price";
import { fetchBody, type FetchLimits } from "./fetch-body";
import type { FeedKind } from "./kinds";
import { parseModelsDev } from "./models-dev";
import { parseEndpoints, parseModels } from "./openrouter";
import { parseOwnForm } from "./own-form";
import { parseJson } from "./parse-json";

/** Of these many models at most the hosts are asked for, a few at a time. */
const MAX_MODELS = 200;
const AT_ONCE = 4;
/** For all parts together: other feeds wait meanwhile, and other teams' too. */
const WHOLE_MS = 100_000;

type Feed = { kind: FeedKind; url: string };

/** All that a feed says: every part of it, or none. @param models of the team's endpoints @throws FeedError */
export async function fetchFeed(feed: Feed, models: readonly string[], { wholeMs = WHOLE_MS, ...limits }: FetchLimits): Promise<FeedContent> {
  const whole = AbortSignal.timeout(wholeMs);
  try {
    return await fetchParts(feed, models, { ...limits, signal: AbortSignal.any([limits.signal, whole]) });
  } catch (error) {
    if (!whole.aborted || limits.signal.aborted || error instanceof FeedError) throw error;
    throw new FeedError(`it did not answer whole within ${wholeMs / 1000} s`);
  }
}

async function fetchParts({ kind, url }: Feed, models: readonly string[], limits: FetchLimits): Promise<FeedContent> {
  if (kind === "models.dev") return parseModelsDev(await fetchJson(url, limits));
  if (kind === "url") return parseOwnForm(await fetchJson(url, limits));
  return fetchOpenRouter(url.replace(/\/+$/, ""), models, limits);
}

/** Its own prices, and for each model of the team's those of its hosts. */
async function fetchOpenRouter(base: string, models: readonly string[], limits: FetchLimits): Promise<FeedContent> {
  const own = parseModels(await fetchJson(`${base}/models`, limits));
  const wanted = new Set(models.map((model) => weightsOf(model, null).name));
  const ids = own.prices.map(({ model }) => model).filter((id) => !id.includes(":") && wanted.has(weightsOf(id, null).name)).slice(0, MAX_MODELS);
  const hosts: FeedPrice[] = [];
  let unread = own.unread;
  for (let start = 0; start < ids.length; start += AT_ONCE) {
    const found = await Promise.all(ids.slice(start, start + AT_ONCE).map(async (id) => {
      const text = await fetchBody(`${base}/models/${id.split("/").map(encodeURIComponent).join("/")}/endpoints`, limits);
      // A model may be gone since the list was read.
      return text === null ? { prices: [], unread: 0 } : parseEndpoints(parseJson(text));
    }));
    for (const content of found) {
      hosts.push(...content.prices);
      unread += content.unread;
    }
  }
  return { prices: [...own.prices, ...hosts], unread };
}

async function fetchJson(url: string, limits: FetchLimits): Promise<unknown> {
  const text = await fetchBody(url, limits);
  if (text === null) throw new FeedError("it answered with status 404");
  return parseJson(text);
}
