import { LLMock, type FixtureFileResponse, type FixtureOpts } from "@copilotkit/aimock";
import { setCredential } from "@/lib/accounts/credentials";
import { loadInstallationSecret } from "@/lib/accounts/secret";
import { upsertEndpoint } from "@/lib/catalog/endpoints";
import { upsertPrice } from "@/lib/catalog/prices";
import { publishProfile } from "@/lib/catalog/profiles";
import { upsertProvider } from "@/lib/catalog/providers";
import { OPERATOR } from "@/lib/core/change";
import { parsePricePerMillion } from "@/lib/core/money";
import { DEFAULT_PROFILE_RULES, DEFAULT_TIER_RULES } from "@/lib/core/profile";
import { createInstallation, type Installation, type PublishOptions } from "./installation";

/** One server, and the three ways in which it is asked: two dialects, and OpenRouter's flavour of OpenAI's. */
export const PLACES = {
  openai: { dialect: "openai", path: "/v1", model: "gpt-5", upstreamModel: "gpt-5", input: "1.25", output: "10", contextTokens: 400_000 },
  anthropic: { dialect: "anthropic", path: "/v1", model: "claude-sonnet-4.5", upstreamModel: "claude-sonnet-4-5", input: "3", output: "15", contextTokens: 1_000_000 },
  openrouter: { dialect: "openai", path: "/api/v1", model: "gpt-5-mini", upstreamModel: "openai/gpt-5-mini", input: "0.25", output: "2", contextTokens: null },
} as const;

export type Place = keyof typeof PLACES;
type Script = FixtureFileResponse;

/** What scripts say of their usage, and what it costs where. */
export const USAGE = { prompt_tokens: 1_000, completion_tokens: 20 };
export const BILL_PICO: Readonly<Record<Place, bigint>> = { openai: 1_450_000_000n, anthropic: 3_300_000_000n, openrouter: 290_000_000n };

/** The one credential that it takes. */
export const MOCK_KEY = "aimock-takes-no-other-key";

/** An installation whose providers are all one server that we did not write. */
export type AimockSite = Installation & {
  mock: LLMock;
  publishPlaces(slug: string, places: Place[], more?: PublishOptions): Promise<void>;
  /** Says what a place answers from here on, until `forget`. Of several that match a request, the first one given serves. */
  script(place: Place, response: Script, more?: FixtureOpts & { when?: object }): void;
  /** How often a place was asked since `forget`. */
  asked(place: Place): number;
  forget(): void;
};

/** Strict: a request that no script matches, or that Anthropic would refuse in a tool loop, is refused. */
export async function createAimockSite(): Promise<AimockSite> {
  const site = await createInstallation();
  const mock = new LLMock({ port: 0, host: "127.0.0.1", strict: true, auth: { apiKeys: [MOCK_KEY] } });
  await mock.start();
  const endpoints = await createPlaces(site, mock.url);
  return {
    ...site,
    mock,
    publishPlaces: async (slug, places, { timers, retries = 0, rules, tierRules = [] } = {}) => {
      await publishProfile(site.db, { teamId: site.teamId, actor: OPERATOR }, {
        slug, name: slug, note: "", baseline: null,
        rules: { ...DEFAULT_PROFILE_RULES, ...rules, timers: { ...DEFAULT_PROFILE_RULES.timers, ...rules?.timers, ...timers } },
        tiers: places.map((place, index) => ({ endpoint: endpoints[place], rules: { ...DEFAULT_TIER_RULES, retries, ...tierRules[index] } })),
      });
      await site.gateway.live.refresh();
    },
    script: (place, response, { when, ...opts } = {}) => {
      mock.on({ model: PLACES[place].upstreamModel, ...when }, response, opts);
    },
    asked: (place) => mock.getRequests().filter(({ body }) => body?.model === PLACES[place].upstreamModel).length,
    forget: () => {
      site.gateway.routing.forget();
      mock.clearFixtures();
      mock.clearRequests();
    },
    close: async () => {
      await site.close();
      await mock.stop();
    },
  };
}

async function createPlaces(site: Installation, url: string) {
  const writer = { teamId: site.teamId, actor: OPERATOR };
  const secret = loadInstallationSecret({ dataDir: site.dataDir, fromEnv: undefined });
  const create = async (slug: Place) => {
    const { dialect, path, model, upstreamModel, contextTokens, input, output } = PLACES[slug];
    const provider = await upsertProvider(site.db, writer, { slug, name: slug, dialect, baseUrl: url + path, privateAllowed: true }, false);
    await setCredential(site.db, secret, writer, provider, MOCK_KEY);
    const endpoint = await upsertEndpoint(site.db, writer, provider, { model, upstreamModel, contextTokens });
    const price = { base: { input: parsePricePerMillion(input), output: parsePricePerMillion(output) }, steps: [] };
    await upsertPrice(site.db, writer, endpoint, { price, source: "test", now: new Date() });
    return endpoint;
  };
  return { openai: await create("openai"), anthropic: await create("anthropic"), openrouter: await create("openrouter") };
}
