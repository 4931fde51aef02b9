import { setCredential } from "@/lib/accounts/credentials";
import { type Member, requirePermission, writerOf } from "@/lib/accounts/member";
import type { InstallationSecret } from "@/lib/accounts/secret";
import { CatalogError } from "@/lib/catalog/catalog-error";
import { upsertEndpoint } from "@/lib/catalog/endpoints";
import { describeSource, type KnownModel, type KnownProvider } from "@/lib/catalog/known/load-known";
import { upsertPrice } from "@/lib/catalog/prices";
import { upsertProvider } from "@/lib/catalog/providers";
import { lockCatalog } from "@/lib/catalog/record-change";
import type { Writer } from "@/lib/core/change";
import { modelProblem } from "@/lib/core/name";
import { weightsKey } from "@/lib/core/weights";
import type { Db, Transaction } from "@/lib/db";

export type NewKnownProvider = {
  known: KnownProvider;
  name: string;
  credential: string;
  /** Where its calls go, for a provider of which each customer has an address of their own; else null. */
  baseUrl: string | null;
  /** What the provider calls the models that are wanted. */
  upstreamModels: readonly string[];
};

/** As many as can be set up at once: more is a list that nobody has read. */
export const MAX_MODELS = 200;
/** Each model is a few statements. */
const TIMEOUT = { maxWait: 20_000, timeout: 60_000 };

/**
 * Sets up a provider from the catalogue: its address and dialect, the credential, the chosen models and their list prices
 * with source and date. All of it or nothing, each with its audit entry.
 * @returns the provider's id
 * @throws NotAllowedError, CatalogError
 */
export async function setUpProvider(
  db: Db,
  secret: InstallationSecret,
  member: Member,
  given: NewKnownProvider,
  { allowPrivate, now }: { allowPrivate: boolean; now: Date },
): Promise<string> {
  requirePermission(member, "change the catalog");
  const { known, name, credential } = given;
  const baseUrl = known.baseUrl ?? given.baseUrl;
  if (baseUrl === null) throw new CatalogError(`${known.name} has no address that is the same for everybody: give the base URL of yours`);
  const models = chooseModels(known, given.upstreamModels);
  const writer = writerOf(member);
  return db.$transaction(async (tx) => {
    await lockCatalog(tx, member.teamId);
    const slug = await findFreeSlug(tx, member.teamId, known.slug);
    const input = { slug, name, dialect: known.dialect, baseUrl, privateAllowed: allowPrivate };
    const saved = await upsertProvider(tx, writer, input, true);
    await setCredential(tx, secret, writer, saved, credential);
    const nameOf = await listOwnNames(tx, member.teamId);
    const taken = new Set<string>();
    for (const model of models) await addModel(tx, writer, saved, model, pickName(model, nameOf, taken), now);
    return saved.id;
  }, TIMEOUT);
}

function chooseModels(known: KnownProvider, upstreamModels: readonly string[]): KnownModel[] {
  if (upstreamModels.length === 0) throw new CatalogError("Choose at least one model: without any, nothing can be called there");
  if (upstreamModels.length > MAX_MODELS) throw new CatalogError(`Choose at most ${MAX_MODELS} models at once; more can be added later`);
  return [...new Set(upstreamModels)].map((upstreamModel) => {
    const found = known.models.find((model) => model.upstreamModel === upstreamModel);
    if (!found) throw new CatalogError(`The catalogue has no model ${upstreamModel} at ${known.name}`);
    return found;
  });
}

/** `groq`, or `groq-2` for a second one, such as with another key. */
async function findFreeSlug(tx: Transaction, teamId: string, slug: string): Promise<string> {
  const rows = await tx.provider.findMany({ where: { teamId, slug: { startsWith: slug } }, select: { slug: true } });
  const taken = new Set(rows.map((row) => row.slug));
  let free = slug;
  for (let count = 2; taken.has(free); count += 1) free = `${slug}-${count}`;
  return free;
}

/** The names that the team already has for weights, by their key: an endpoint of the same weights joins them. */
async function listOwnNames(tx: Transaction, teamId: string): Promise<Map<string, string>> {
  const rows = await tx.endpoint.findMany({ where: { teamId }, select: { model: true }, orderBy: { createdAt: "desc" } });
  return new Map(rows.map(({ model }) => [weightsKey(model, null), model]));
}

/** A provider has each name once: the second of two spellings of the same weights keeps the catalogue's, or the provider's. */
function pickName({ model, upstreamModel }: KnownModel, nameOf: ReadonlyMap<string, string>, taken: Set<string>): string {
  const own = nameOf.get(weightsKey(model, null)) ?? model;
  const name = [own, model, upstreamModel].find((each) => !taken.has(each) && modelProblem(each) === null);
  if (name === undefined) throw new CatalogError(`Two of the chosen models would go by the name ${model}: leave ${upstreamModel} out, or add it by hand`);
  taken.add(name);
  return name;
}

async function addModel(tx: Transaction, writer: Writer, provider: { id: string; slug: string }, known: KnownModel, model: string, now: Date): Promise<void> {
  const { upstreamModel, contextTokens, maxOutputTokens, quantization, inputs, prices } = known;
  const endpoint = await upsertEndpoint(tx, writer, provider, { model, upstreamModel, contextTokens, maxOutputTokens, quantization, inputs });
  const [price] = prices;
  if (price) await upsertPrice(tx, writer, endpoint, { price: price.price, source: describeSource(price), now });
}
