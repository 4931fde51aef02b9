import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { listCredentialStates } from "@/lib/accounts/credentials";
import { type Member, NotAllowedError } from "@/lib/accounts/member";
import { deriveSecret } from "@/lib/accounts/secret";
import { createTeam } from "@/lib/accounts/teams";
import { createDb, type Db } from "@/lib/db";
import { checkProvider } from "@/lib/gateway/check-provider";
import { listProviders } from "@/lib/reports/provider-list";
import { createTestDatabase, type TestDatabase } from "@/scripts/testing/database";
import { markOfEndpoint, saveEndpoint } from "./change-endpoint";
import { savePrice } from "./change-price";
import { markOfProvider, saveProvider } from "./change-provider";
import { endpointSchema, priceSchema, providerSchema } from "./schema";
import { StaleChangeError } from "./stale-change";

const secret = deriveSecret(Buffer.alloc(32, 1));
const now = new Date("2026-11-22T12:07:00Z");
const SECRET = "sk-very-secret-1234567890";
let database: TestDatabase;
let db: Db;
let admin: Member;
let stranger: Member;

beforeAll(async () => {
  database = await createTestDatabase();
  db = createDb(database.url);
  const join = async (slug: string): Promise<Member> => ({ teamId: (await createTeam(db, { slug, name: slug })).id, userId: "ada", role: "admin" });
  [admin, stranger] = [await join("ours"), await join("theirs")];
});
afterAll(async () => {
  await db.$disconnect();
  await database.drop();
});

const provider = (more: object = {}) => providerSchema.parse({ slug: "acme", baseUrl: "https://api.acme.example/v1", ...more });
const save = (given: object, read: string, by: Member = admin, allowPrivate = false) => saveProvider(db, secret, by, provider(given), { read, allowPrivate });
const theProvider = async (slug = "acme") => {
  const found = (await listProviders(db, admin.teamId)).find((listed) => listed.slug === slug);
  if (!found) throw new Error(`no provider ${slug}`);
  return found;
};

describe("a provider", () => {
  test("is added with its credential, which is in no list and in no audit entry", async () => {
    await save({ credential: SECRET }, "");
    const states = await listCredentialStates(db, secret, admin.teamId);
    expect([...states.values()]).toEqual([{ last4: "7890", since: expect.any(Date) as Date, problem: null }]);
    const other = deriveSecret(Buffer.alloc(32, 2));
    expect([...(await listCredentialStates(db, other, admin.teamId)).values()][0]?.problem).toContain("set the credential again");
    const entries = await db.auditEntry.findMany({ where: { teamId: admin.teamId, actor: "ada" }, orderBy: { id: "asc" } });
    expect(entries.map(({ action }) => action)).toEqual(["provider.created", "credential.created"]);
    expect(JSON.stringify([entries, await theProvider(), [...states]])).not.toContain(SECRET);
  });

  test("is not for members and viewers to add or to change", async () => {
    for (const role of ["member", "viewer"] as const) {
      await expect(save({ slug: "x" }, "", { ...admin, role })).rejects.toThrow(NotAllowedError);
    }
    expect(await db.provider.count()).toBe(1);
  });

  test("keeps its credential while its origin stays, and asks for it again when that moves", async () => {
    const before = await theProvider();
    await save({ baseUrl: "https://api.acme.example/v2" }, markOfProvider(before));
    const after = await theProvider();
    expect(after.credential).toEqual(before.credential);
    await expect(save({ baseUrl: "https://evil.example/v2" }, markOfProvider(after))).rejects.toThrow("give it again");
    await save({ baseUrl: "https://api.moved.example/v2", credential: `${SECRET}-2` }, markOfProvider(after));
    expect((await theProvider()).baseUrl).toBe("https://api.moved.example/v2");
  });

  test("does not lead to a private address, but where the operator said so and stays where they said", async () => {
    await expect(save({ slug: "local", baseUrl: "http://127.0.0.1:9/v1" }, "")).rejects.toThrow("leads to a network address that is loopback");
    await save({ slug: "local", baseUrl: "http://127.0.0.1:9/v1" }, "", admin, true);
    await save({ slug: "local", name: "Local", baseUrl: "http://127.0.0.1:9/v2" }, markOfProvider(await theProvider("local")));
    expect(await theProvider("local")).toMatchObject({ name: "Local", privateAllowed: true });
    const read = markOfProvider(await theProvider("local"));
    await expect(save({ slug: "local", baseUrl: "http://127.0.0.1:10/v1" }, read)).rejects.toThrow("leads to a network address");
    await save({ slug: "local", baseUrl: "https://api.public.example" }, read);
    expect((await theProvider("local")).privateAllowed).toBe(false);
  });

  test("is asked for its models by admins of its own team alone, and never where its credential does not open", async () => {
    await save({ slug: "away", baseUrl: "http://127.0.0.1:1/v1", credential: SECRET }, "", admin, true);
    const { id } = await theProvider("away");
    expect(await checkProvider(db, secret, admin, id)).toEqual({ kind: "silent", code: "ECONNREFUSED" });
    expect(await checkProvider(db, deriveSecret(Buffer.alloc(32, 2)), admin, id)).toMatchObject({ kind: "sealed" });
    expect(await checkProvider(db, secret, stranger, id)).toBeNull();
    await expect(checkProvider(db, secret, { ...admin, role: "member" }, id)).rejects.toThrow(NotAllowedError);
  });

  test("that changed since it was opened is not written over, nor is one that is there already", async () => {
    const read = markOfProvider(await theProvider());
    const { baseUrl } = await theProvider();
    await save({ baseUrl, name: "First" }, read);
    const late = save({ baseUrl, name: "Second" }, read);
    await expect(late).rejects.toThrow(StaleChangeError);
    await expect(late).rejects.toMatchObject({ now: { name: "First" } });
    await expect(save({ baseUrl }, "")).rejects.toThrow("is there already");
    expect((await theProvider()).name).toBe("First");
    await expect(save({ baseUrl }, markOfProvider(await theProvider()), stranger)).rejects.toThrow("not there any more");
  });
});

describe("an endpoint and its price", () => {
  const endpoint = (more: object = {}) => endpointSchema.parse({ provider: "acme", model: "m", ...more });
  const price = (input: string) => priceSchema.parse({ input, output: "2", above: [{ promptTokens: "200000", input: "3" }] });

  test("are added and changed, by admins, in their own name; an earlier price is never edited", async () => {
    const endpointId = await saveEndpoint(db, admin, endpoint({ parameters: ["tools"] }), "");
    const [added] = (await theProvider()).endpoints;
    await saveEndpoint(db, admin, endpoint({ contextTokens: "1000" }), markOfEndpoint(added ?? null));
    expect((await theProvider()).endpoints).toMatchObject([{ contextTokens: 1000, parameters: ["tools"] }]);

    const set = (input: string, read: string, by: Member = admin) => savePrice(db, by, { endpointId, price: price(input), source: "their page", read }, now);
    expect(await set("1", "")).toMatchObject({ after: { validFrom: "2026-11-22T12:00:00.000Z" } });
    const read = async () => (await theProvider()).endpoints[0]?.prices ?? [];
    const [first] = await read();
    expect(await set("1.5", first?.id ?? "")).toMatchObject({ after: { validFrom: "2026-11-22T12:15:00.000Z" } });
    expect((await read()).map((row) => row.price.base.input)).toEqual([1_000_000n, 1_500_000n]);
    expect((await read())[0]).toEqual(first);

    await expect(set("9", first?.id ?? "")).rejects.toThrow(StaleChangeError);
    const last = (await read()).at(-1)?.id ?? "";
    for (const role of ["member", "viewer"] as const) {
      await expect(set("9", last, { ...admin, role })).rejects.toThrow(NotAllowedError);
      await expect(saveEndpoint(db, { ...admin, role }, endpoint({ model: "n" }), "")).rejects.toThrow(NotAllowedError);
    }
    await expect(set("9", last, stranger)).rejects.toThrow("no such endpoint");
    await expect(saveEndpoint(db, stranger, endpoint(), "")).rejects.toThrow("no provider acme");
    await expect(saveEndpoint(db, admin, endpoint({ contextTokens: "5" }), markOfEndpoint(added ?? null))).rejects.toThrow(StaleChangeError);
    const actions = await db.auditEntry.findMany({ where: { subject: "acme/m", actor: "ada" }, orderBy: { id: "asc" } });
    expect(actions.map(({ action }) => action)).toEqual(["endpoint.created", "endpoint.updated", "price.created", "price.updated"]);
  });
});
