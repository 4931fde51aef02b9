import { agree, countSaid, readPrice, type SourcePrice } from "../../lib/catalog/known/read-price";
import { INPUTS, type StoredModel, type StoredPrice, type StoredSnapshot, storePrice } from "../../lib/catalog/known/stored";
import type { Price } from "../../lib/core/price";
import { modelProblem } from "../../lib/core/name";
import { findGenaiModel, type GenaiModel, listGenaiModels } from "./genai";
import { costOfModelsDev, type ModelsDevFile, type ModelsDevModel } from "./models-dev";
import { PROVIDERS, type SnapshotProvider } from "./providers";

/** The package has no date of its own: when this version was published. */
export const GENAI = { version: "0.1.8", asOf: "2026-09-23" };

/** Models that answer no chat: their names say so where their modalities do not. */
const NO_CHAT = /embed|rerank|whisper|tts|transcribe|realtime|moderation|guard|retriever|-ocr|speech|image|live-|video|bge-|voxtral-mini|clip|content-safety|speaker|studiovoice/i;

type Said = { source: number; price: Price; notes: string[] };

/** The snapshot, from what both sources say, in one order so that the same sources give the same bytes. */
export function makeSnapshot(modelsDev: ModelsDevFile): StoredSnapshot {
  const at = new Date(`${modelsDev.asOf}T12:00:00Z`);
  return {
    sources: [
      { name: "models.dev", licence: modelsDev.licence, asOf: modelsDev.asOf },
      { name: "genai-prices", licence: "MIT (Pydantic Services Inc.)", asOf: GENAI.asOf },
    ],
    providers: PROVIDERS.map((provider) => makeProvider(provider, modelsDev, at)),
  };
}

function makeProvider(of: SnapshotProvider, { providers }: ModelsDevFile, at: Date): StoredSnapshot["providers"][number] {
  const listed = of.modelsDev === undefined ? undefined : providers[of.modelsDev];
  const said = { name: listed?.name, baseUrl: listed?.api?.replace(/\/+$/, ""), env: listed?.env[0], docs: listed?.doc?.replace(/\/+$/, "") };
  const { slug, name, dialect = "openai", baseUrl, baseUrlForm = null, env, docs } = { ...said, ...of };
  const models = listModels(of, Object.entries(listed?.models ?? {}), at).filter(([id]) => modelProblem(id.replace(/^[@~]/, "")) === null);
  return { slug, name: name ?? slug, dialect, baseUrl: baseUrl ?? null, baseUrlForm, env: env ?? null, docs: docs ?? null, models: models.sort(([a], [b]) => (a < b ? -1 : 1)) };
}

function listModels({ genai }: SnapshotProvider, listed: readonly [string, ModelsDevModel][], at: Date): StoredModel[] {
  const models = new Map<string, StoredModel>();
  const matched = new Set<string>();
  for (const [id, model] of listed) {
    const other = genai === undefined ? null : findGenaiModel(genai, id, at);
    if (other) matched.add(other.id);
    if (isChat(id, model)) models.set(id, makeModel(id, model, other));
  }
  for (const other of genai === undefined ? [] : listGenaiModels(genai, at)) {
    if (!matched.has(other.id) && !models.has(other.id) && isChat(other.id, null)) models.set(other.id, makeModel(other.id, null, other));
  }
  return [...models.values()];
}

function isChat(id: string, model: ModelsDevModel | null): boolean {
  const { input = ["text"], output = ["text"] } = model?.modalities ?? {};
  return input.includes("text") && output.includes("text") && !NO_CHAT.test(id);
}

function makeModel(id: string, listed: ModelsDevModel | null, other: GenaiModel | null): StoredModel {
  const said = [
    ...say(0, listed && costOfModelsDev(id, listed), []),
    ...say(1, other?.cost ?? null, other?.notes ?? []),
  ];
  const inputs = Object.entries(INPUTS).filter(([, name]) => listed?.modalities?.input.includes(name === "file" ? "pdf" : name)).map(([letter]) => letter).join("");
  const context = listed?.limit?.context ?? other?.contextTokens;
  return [id, listed?.name ?? other?.name ?? id, whole(context), whole(listed?.limit?.output), inputs, rank(said)];
}

function say(source: number, cost: SourcePrice | null, notes: string[]): Said[] {
  const read = cost && readPrice(cost);
  return read && "price" in read ? [{ source, price: read.price, notes: [...notes, ...read.notes] }] : [];
}

/** What agrees becomes one price, of the source that says more; else each has its own, that of the later date first. */
function rank([first, second]: Said[]): StoredPrice[] {
  if (first === undefined) return [];
  const store = (sources: number[], { price, notes }: Said) => storePrice(sources, price, notes);
  if (second === undefined) return [store([first.source], first)];
  if (!agree(first.price, second.price)) return [store([first.source], first), store([second.source], second)];
  return countSaid(second.price) > countSaid(first.price) ? [store([second.source, first.source], second)] : [store([first.source, second.source], first)];
}

/** Zero tokens is nobody's context: it was not known. */
function whole(count: number | null | undefined): number | null {
  return count != null && Number.isSafeInteger(count) && count > 0 ? count : null;
}

/** One model a line, so that a later snapshot shows what changed. */
export function formatSnapshot({ sources, providers }: StoredSnapshot): string {
  const blocks = providers.map(({ models, ...provider }) => {
    const head = JSON.stringify(provider).slice(0, -1);
    return `${head},"models":[\n${models.map((model) => JSON.stringify(model)).join(",\n")}\n]}`;
  });
  return `{"sources":${JSON.stringify(sources)},"providers":[\n${blocks.join(",\n")}\n]}\n`;
}
