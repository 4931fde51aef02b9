import { vi } from "vitest";
import type { createCaller } from "./caller";
import { FAULTS, type CauseCase } from "./causes";
import { MODEL, PRICES, TWIN_MODEL, type Installation, type ProviderName } from "./installation";

export type Tiers = readonly [ProviderName, ProviderName, ProviderName];

/** By profile: one dialect throughout, and each dialect between two of the other. */
export const CASCADES = {
  openai: ["alpha", "beta", "gamma"],
  anthropic: ["alpha-twin", "beta-twin", "gamma-twin"],
  "openai-anthropic": ["alpha", "beta-twin", "gamma"],
  "anthropic-openai": ["alpha-twin", "beta", "gamma-twin"],
} as const satisfies Readonly<Record<string, Tiers>>;

export type Cell = { profile: string; tiers: Tiers; place: number; stream: boolean; meets: CauseCase };

export type Caller = ReturnType<typeof createCaller>;

export const isTwin = (provider: ProviderName) => provider.endsWith("-twin");
export const modelOf = (provider: ProviderName) => (isTwin(provider) ? TWIN_MODEL : MODEL);
/** What it answers. */
export const textOf = (provider: ProviderName) => `${provider} has an answer of its own, and nobody else's words in it.`;

/** Prices and words for the practice providers, and the profiles over them. */
export async function prepareCascades(site: Installation): Promise<void> {
  for (const name of new Set(Object.values(CASCADES).flat())) {
    const usd = PRICES[name.replace("-twin", "") as keyof typeof PRICES];
    site.practice.setScript(`${name}/llama`, { price: { input: usd, output: usd }, answer: textOf(name), faults: FAULTS });
  }
  for (const [slug, tiers] of Object.entries(CASCADES)) await site.publish(slug, tiers);
}

type Requests = ReturnType<Installation["practice"]["account"]>["requests"];
/** What a cell's call came to: its answer, read to its end, and the providers' books of it. */
export type Met = { response: Response; requests: Requests };

/** Makes a cell's call. Its record is written meanwhile, and read when all of them have been made. */
export async function meetCell(cell: Cell, site: Installation, caller: Caller): Promise<Met> {
  const response = await callCell(cell, site, caller);
  const text = await response.text();
  await vi.waitUntil(() => site.practice.account().total.open === 0, { interval: 1, timeout: 5_000 });
  return { response: new Response(text, response), requests: site.practice.account().requests };
}

/** Every earlier tier is overloaded, this one meets its fault, and those after it would serve. */
async function callCell({ profile, tiers, place, stream, meets }: Cell, site: Installation, caller: Caller): Promise<Response> {
  site.gateway.routing.forget();
  const failing = tiers[place - 1] ?? tiers[0];
  if (meets.onKept) {
    site.practice.setScript(`${failing}/llama`, { sequence: null });
    await (await caller.post({ models: [`${failing}/${modelOf(failing)}`] })).text();
  }
  tiers.forEach((tier, index) => {
    site.practice.setScript(`${tier}/llama`, { sequence: index + 1 < place ? "* x 503" : index + 1 === place ? `* x ${meets.fault}` : null });
  });
  site.practice.reset();
  return caller.post({ model: profile, stream });
}
