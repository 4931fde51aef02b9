import { afterAll, beforeAll, expect, test } from "vitest";
import { type Member, NotAllowedError } from "@/lib/accounts/member";
import { deriveSecret } from "@/lib/accounts/secret";
import { createTeam } from "@/lib/accounts/teams";
import { type KnownProvider, loadKnown } from "@/lib/catalog/known/load-known";
import { createDb, type Db } from "@/lib/db";
import { listProviders } from "@/lib/reports/provider-list";
import { createTestDatabase, type TestDatabase } from "@/scripts/testing/database";
import { saveEndpoint } from "./change-endpoint";
import { saveProvider } from "./change-provider";
import { endpointSchema, providerSchema } from "./schema";
import { setUpProvider } from "./set-up-provider";

const secret = deriveSecret(Buffer.alloc(32, 1));
const now = new Date("2026-11-22T12:07:00Z");
const terms = { allowPrivate: false, now };
let database: TestDatabase;
let db: Db;
let admin: Member;
let providers: readonly KnownProvider[];

beforeAll(async () => {
  database = await createTestDatabase();
  db = createDb(database.url);
  admin = { teamId: (await createTeam(db, { slug: "ours", name: "Ours" })).id, userId: "ada", role: "admin" };
  ({ providers } = await loadKnown());
});
afterAll(async () => {
  await db.$disconnect();
  await database.drop();
});

const knownOf = (slug: string) => {
  const known = providers.find((provider) => provider.slug === slug);
  if (!known) throw new Error(`the catalogue has no ${slug}`);
  return known;
};
const setUp = (slug: string, upstreamModels: string[], more: { baseUrl?: string; by?: Member } = {}) =>
  setUpProvider(db, secret, more.by ?? admin, { known: knownOf(slug), name: `My ${slug}`, credential: "sk-very-secret-1234567890", baseUrl: more.baseUrl ?? null, upstreamModels }, terms);
const list = async (slug: string) => (await listProviders(db, admin.teamId)).find((provider) => provider.slug === slug);

test("three fields bring address, key, models, and prices with their source, date and audit entries", async () => {
  await setUp("groq", ["llama-3.3-70b-versatile", "openai/gpt-oss-120b"]);
  const groq = await list("groq");
  expect(groq).toMatchObject({ name: "My groq", dialect: "openai", baseUrl: "https://api.groq.com/openai/v1", privateAllowed: false });
  expect(groq?.credential).not.toBeNull();
  expect(groq?.endpoints.map(({ model }) => model)).toEqual(["meta-llama/llama-3.3-70b-instruct", "openai/gpt-oss-120b"]);
  expect(groq?.endpoints[0]).toMatchObject({
    upstreamModel: "llama-3.3-70b-versatile", contextTokens: 131_072, quantization: null,
    prices: [{ validFrom: new Date("2026-11-22T12:00:00Z"), source: "models.dev, 2026-09-28, and genai-prices agrees", price: { base: { input: 590_000n, output: 790_000n } } }],
  });
  const entries = await db.auditEntry.findMany({ where: { teamId: admin.teamId, actor: "ada" }, orderBy: { id: "asc" } });
  expect(entries.map(({ action }) => action)).toEqual(["provider.created", "credential.created", "endpoint.created", "price.created", "endpoint.created", "price.created"]);
  expect(JSON.stringify(entries)).not.toContain("sk-very-secret");
});

test("the same weights elsewhere take the name that the team has for them, fewer bits and a second account are told apart", async () => {
  const by = admin;
  await saveProvider(db, secret, by, providerSchema.parse({ slug: "own", baseUrl: "https://own.example/v1" }), { read: "", allowPrivate: false });
  await saveEndpoint(db, by, endpointSchema.parse({ provider: "own", model: "Llama-3.1-8B-Instruct" }), "");
  await setUp("together", ["meta-llama/Llama-3.3-70B-Instruct-Turbo"]);
  expect((await list("together"))?.endpoints).toMatchObject([{ model: "meta-llama/llama-3.3-70b-instruct", quantization: "fp8" }]);
  await setUp("groq", ["llama-3.1-8b-instant"]);
  expect((await list("groq-2"))?.endpoints.map(({ name }) => name)).toEqual(["groq-2/Llama-3.1-8B-Instruct"]);
});

test("nothing is left of what is refused", async () => {
  const before = await db.auditEntry.count();
  await expect(setUp("cerebras", ["gpt-oss-120b", "no-such-model"])).rejects.toThrow("has no model no-such-model");
  await expect(setUp("cerebras", [])).rejects.toThrow("Choose at least one model");
  await expect(setUp("azure", ["gpt-5-mini"])).rejects.toThrow("give the base URL of yours");
  await expect(setUp("azure", ["gpt-5-mini"], { baseUrl: "http://127.0.0.1:9/v1" })).rejects.toThrow("leads to a network address");
  await expect(setUp("cerebras", ["gpt-oss-120b"], { by: { ...admin, role: "member" } })).rejects.toThrow(NotAllowedError);
  expect(await db.auditEntry.count()).toBe(before);
  await setUp("azure", ["gpt-5-mini"], { baseUrl: "https://mine.openai.azure.com/openai/v1" });
  expect((await list("azure"))?.endpoints[0]?.prices).toHaveLength(1);
});
