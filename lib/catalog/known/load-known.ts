import type { Price } from "@/lib/core/price";
import { weightsOf } from "@/lib/core/weights";
import type { Dialect } from "@/prisma/generated/enums";
import { nameModels } from "./name-models";
import { INPUTS, restorePrice, snapshotSchema, type StoredModel, type StoredPrice, type StoredSnapshot } from "./stored";

export type Source = { name: string; licence: string; /** As `2026-09-28`. */ asOf: string };

export type KnownPrice = {
  price: Price;
  /** Who says so; the first is the one that it was taken from. */
  sources: Source[];
  /** What was done to the source's figures, or what they leave out; empty for nothing. */
  note: string;
};

export type KnownModel = {
  /** What the provider calls it. */
  upstreamModel: string;
  /** For people. */
  title: string;
  /** The name of its weights, the same at all providers, by which its endpoint goes. */
  model: string;
  quantization: string | null;
  contextTokens: number | null;
  maxOutputTokens: number | null;
  inputs: (typeof INPUTS)[keyof typeof INPUTS][] | null;
  /** The first is the one to use; more are sources that disagree with it. None: nobody knows. */
  prices: KnownPrice[];
  /** Whether the source that lists what there is now has it: the others keep what is gone too. */
  isListed: boolean;
  /** How many of the known providers serve the same weights. */
  hosts: number;
};

export type KnownProvider = {
  slug: string;
  name: string;
  dialect: Dialect;
  /** null: each customer has one of their own, of the form `baseUrlForm`. */
  baseUrl: string | null;
  baseUrlForm: string | null;
  /** The environment variable in which people keep its key. */
  env: string | null;
  docs: string | null;
  models: KnownModel[];
};

export type Known = { sources: Source[]; providers: KnownProvider[] };

let loaded: Promise<Known> | null = null;

/** The snapshot of known providers, read when it is first asked for: it is large, and no call needs it. */
export function loadKnown(): Promise<Known> {
  loaded ??= import("./snapshot.json").then(({ default: stored }) => restore(snapshotSchema.parse(stored)));
  return loaded;
}

function restore({ sources, providers }: StoredSnapshot): Known {
  const hosts = new Map<string, Set<string>>();
  for (const { slug, models } of providers) {
    for (const [id] of models) {
      const { name } = weightsOf(id, null);
      hosts.set(name, (hosts.get(name) ?? new Set()).add(slug));
    }
  }
  const nameOf = nameModels(providers);
  return {
    sources,
    providers: providers.map(({ models, ...provider }) => {
      const isListing = models.some(([, , , , , prices]) => prices.some(([by]) => by.includes(0)));
      const names = nameOf(models.map(([id]) => id));
      return {
        ...provider,
        models: models.map((model, index) => ({
          ...restoreModel(model, sources, isListing),
          model: names[index] ?? model[0],
          hosts: hosts.get(weightsOf(model[0], null).name)?.size ?? 1,
        })),
      };
    }),
  };
}

function restoreModel([id, title, contextTokens, maxOutputTokens, inputs, prices]: StoredModel, sources: Source[], isListing: boolean): Omit<KnownModel, "model" | "hosts"> {
  const reads = Object.entries(INPUTS).filter(([letter]) => inputs.includes(letter)).map(([, name]) => name);
  return {
    upstreamModel: id, title, contextTokens, maxOutputTokens,
    quantization: weightsOf(id, null).precision,
    inputs: reads.length > 0 ? reads : null,
    prices: prices.map((price) => restoreKnownPrice(price, sources)),
    isListed: !isListing || reads.length > 0,
  };
}

function restoreKnownPrice(stored: StoredPrice, sources: Source[]): KnownPrice {
  const [by, , , note] = stored;
  return { price: restorePrice(stored), sources: by.flatMap((index) => sources[index] ?? []), note };
}

/** What is known of an endpoint, by where its calls go and what they ask for; null where the snapshot does not have it. */
export function findKnownModel({ providers }: Known, baseUrl: string, upstreamModel: string): KnownModel | null {
  const of = providers.filter((provider) => provider.baseUrl !== null && isSamePlace(provider.baseUrl, baseUrl));
  return of.flatMap(({ models }) => models).find((model) => model.upstreamModel === upstreamModel) ?? null;
}

/** Some hosts answer under more than one path. */
function isSamePlace(a: string, b: string): boolean {
  return URL.canParse(a) && URL.canParse(b) && new URL(a).host === new URL(b).host;
}

/** What is kept with a price row: who says so, of when, and what was done to it. */
export function describeSource({ sources, note }: KnownPrice): string {
  const [from, ...others] = sources;
  const also = others.length > 0 ? `, and ${others.map(({ name }) => name).join(", ")} agrees` : "";
  return `${from?.name ?? "unknown"}, ${from?.asOf ?? "no date"}${also}${note === "" ? "" : ` (${note})`}`.slice(0, 200);
}
