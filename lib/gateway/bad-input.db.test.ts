import { connect } from "node:net";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { generateApiKey } from "@/lib/accounts/api-key";
import { revokeApiKey } from "@/lib/accounts/keys/revoke-api-key";
import { operatorOf } from "@/lib/accounts/member";
import { newId } from "@/lib/ledger/new-id";
import { createInstallation, LOG, type Installation } from "./testing/installation";
import { MAX_BODY_BYTES, MOUNTS, type Mount } from "./testing/mounts";
import { matchesPath, ROUTES } from "./routes";

let site: Installation;
beforeAll(async () => {
  site = await createInstallation();
  await site.publish("cascade", ["alpha", "beta"]);
});
afterAll(() => site.close());

const messages = [{ role: "user", content: "hi" }];
const good = { model: "cascade", messages };

type Init = { method?: string; body?: BodyInit | null; headers?: Record<string, string> };
type Case = [what: string, status: number, code: string, init: Init];
const body = (value: unknown): Init => ({ body: typeof value === "string" ? value : JSON.stringify(value) });
const headers = (more: Record<string, string>): Init => ({ headers: more });

const CASES: Case[] = [
  ["no key", 401, "missing_api_key", headers({ authorization: "" })],
  ["a garbage key", 401, "invalid_api_key", headers({ authorization: "Bearer sk-nothing" })],
  ["another scheme", 401, "missing_api_key", headers({ authorization: "Basic abc" })],
  ["an unknown key", 401, "invalid_api_key", headers({ authorization: `Bearer ${generateApiKey().text}` })],
  ["two different keys", 400, "invalid_request", headers({ "x-api-key": generateApiKey().text })],
  ["malformed JSON", 400, "invalid_json", body('{"model":')],
  ["an empty body", 400, "invalid_json", body("")],
  ["null", 400, "invalid_json", body("null")],
  ["an array", 400, "invalid_json", body("[]")],
  ["10,000 levels", 400, "invalid_json", body(`{"model":"cascade","messages":${"[".repeat(10_000)}${"]".repeat(10_000)}}`)],
  ["a wrong content type", 415, "unsupported_media_type", headers({ "content-type": "text/plain" })],
  ["another charset", 415, "unsupported_media_type", headers({ "content-type": "application/json; charset=utf-16" })],
  ["an encoded body", 415, "unsupported_media_type", headers({ "content-encoding": "gzip" })],
  ["a body over the limit", 413, "body_too_large", body({ ...good, pad: "x".repeat(MAX_BODY_BYTES) })],
  ["no messages", 400, "invalid_request", body({ model: "cascade" })],
  ["empty messages", 400, "invalid_request", body({ model: "cascade", messages: [] })],
  ["no model", 400, "invalid_request", body({ messages })],
  ["an empty model array", 400, "invalid_request", body({ model: [], messages })],
  ["an oversized model array", 400, "invalid_request", body({ models: Array.from({ length: 33 }, (_, i) => `m${i}`), messages })],
  ['stream: "yes"', 400, "invalid_request", body({ ...good, stream: "yes" })],
  ["an unknown model", 404, "model_not_found", body({ model: "cascada", messages })],
  ["an unknown profile", 404, "model_not_found", body({ model: "profile/none", messages })],
  ["__proto__ as a model", 404, "model_not_found", body({ model: "__proto__", messages })],
  ["a line break in a model", 404, "model_not_found", body({ model: "a\r\nX: y", messages })],
  ["NUL and a lone surrogate in a model", 404, "model_not_found", body('{"model":"\\u0000\\ud800","messages":[1]}')],
  ["model given twice", 400, "invalid_request", body('{"model":"a","model":"cascade","messages":[1]}')],
  ["nobody left", 404, "model_not_found", body({ ...good, provider: { only: ["nobody"] } })],
  ["a preference that is not supported", 400, "unsupported_parameter", body({ ...good, provider: { quantizations: ["fp8"] } })],
];

describe.each(MOUNTS)("bad input by the %s mount", (_name, open) => {
  let mount: Mount;
  beforeAll(async () => {
    mount = await open(site.gateway);
  });
  afterAll(() => mount.close());

  const call = (init: Init, path = "/api/v1/chat/completions", key = site.apiKey) =>
    mount.fetch(path, {
      method: "POST",
      ...body(good),
      ...init,
      headers: Object.fromEntries(
        Object.entries({ authorization: `Bearer ${key}`, "content-type": "application/json", ...init.headers }).filter(([, value]) => value !== ""),
      ),
    });
  const counts = async () => {
    await site.gateway.ledger.flush();
    return [await site.db.call.count(), await site.db.attempt.count(), site.practice.account().total.requests];
  };

  it.each(CASES)("%s gets %i %s, asks no provider and writes nothing", async (_what, status, code, init) => {
    const before = await counts();
    const response = await call(init);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ error: { code, message: expect.any(String) as string } });
    expect(await counts()).toEqual(before);
  });

  it("names what is nearest to an unknown model", async () => {
    const { error } = (await (await call(body({ model: "cascada", messages }))).json()) as { error: { message: string } };
    expect(error.message).toContain('The nearest is "cascade"');
  });

  it("serves prompts with NUL, lone surrogates and __proto__ keys as they are", async () => {
    const text = '{"model":"cascade","messages":[{"role":"user","content":"\\u0000 \\ud800"}],"metadata":{"a":"\\u0000\\ud800"},"__proto__":{"x":1},"constructor":{"prototype":1}}';
    const response = await call({ body: text });
    expect(response.status).toBe(200);
    await site.gateway.ledger.flush();
    const id = response.headers.get("x-request-id") ?? "";
    expect(await site.db.call.findUnique({ where: { teamId_id: { teamId: site.teamId, id } } })).not.toBeNull();
  });

  it("knows nothing of another team's models, profiles and calls", async () => {
    const mine = await call({});
    const id = mine.headers.get("x-request-id") ?? "";
    const own = await call({ method: "GET", body: null }, `/api/v1/calls/${id}`);
    expect([own.status, (await own.json()) as object]).toMatchObject([200, { id, outcome: "served", attempts: [{ number: 1 }] }]);
    for (const path of [`/api/v1/calls/${id}`, `/api/v1/calls/${newId()}`, "/api/v1/calls/nonsense"]) {
      const response = await call({ method: "GET", body: null }, path, site.strangerKey);
      expect(response.status).toBe(404);
      expect(await response.json()).toMatchObject({ error: { code: "call_not_found", message: "There is no call with this id." } });
    }
    expect((await call({}, undefined, site.strangerKey)).status).toBe(404);
    const models = (await (await call({ method: "GET", body: null }, "/v1/models", site.strangerKey)).json()) as { data: unknown[] };
    expect(models.data).toEqual([]);
  });

  it("asks every route of the inventory for a key, and has no other routes", async () => {
    const paths = ["/chat/completions", "/plan", "/models", "/models/a/b", "/calls/x", "/key"];
    for (const path of paths) {
      const matching = ROUTES.filter((route) => matchesPath(route, path));
      expect(matching).toHaveLength(1);
      const method = matching[0]?.method ?? "";
      const response = await mount.fetch(`/v1${path}`, { method, body: method === "GET" ? null : "{}" });
      expect([path, response.status]).toEqual([path, 401]);
    }
    expect(ROUTES).toHaveLength(paths.length);
    expect((await call({}, "/v1/nothing")).status).toBe(404);
    expect((await call({ method: "DELETE", body: null }, "/v1/key")).status).toBe(405);
  });

  it("never answers 500, whatever the bytes", async () => {
    LOG.length = 0;
    const jsonish = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc.json().map((text) => new TextEncoder().encode(text)),
      fc.object().map((more) => new TextEncoder().encode(JSON.stringify({ ...good, ...more }))),
    );
    await fc.assert(
      fc.asyncProperty(jsonish, async (bytes) => {
        const response = await call({ body: bytes as BodyInit });
        expect(response.status).not.toBe(500);
        await response.arrayBuffer();
      }),
      { numRuns: 150 },
    );
    expect(LOG).toEqual([]);
  });

  it("never answers 500, whatever the path, the method and the headers", async () => {
    LOG.length = 0;
    const name = fc.constantFrom("authorization", "x-api-key", "content-type", "content-encoding", "accept", "x-anything");
    const value = fc.string({ unit: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)), maxLength: 60 });
    const path = fc.oneof(
      fc.webPath(),
      fc.constantFrom("/chat/completions", "/models/%E0%A4%A", "/models/__proto__", "/calls/%00", "/calls/constructor", "/key/../key"),
    );
    await fc.assert(
      fc.asyncProperty(path, fc.constantFrom("GET", "POST", "PUT", "DELETE", "PATCH"), fc.dictionary(name, value), async (at, method, more) => {
        const response = await call({ method, body: method === "GET" ? null : "{}", headers: more }, `/api/v1${at}`);
        expect(response.status).not.toBe(500);
        await response.arrayBuffer();
      }),
      { numRuns: 300 },
    );
    expect(LOG).toEqual([]);
  });
});

describe("the key of a request", () => {
  it("stops working within a second of being revoked", async () => {
    const [, open] = MOUNTS[0] ?? [];
    const mount = await open?.(site.gateway);
    const ask = () => mount?.fetch("/v1/key", { headers: { authorization: `Bearer ${site.strangerKey}` } });
    expect((await ask())?.status).toBe(200);
    const row = await site.db.apiKey.findFirstOrThrow({ where: { team: { slug: "other" } } });
    await revokeApiKey(site.db, operatorOf(row.teamId), row.keyId, new Date());
    await expect.poll(async () => (await ask())?.status, { timeout: 1_000, interval: 20 }).toBe(401);
    expect(await (await ask())?.json()).toMatchObject({ error: { code: "revoked_api_key" } });
    await mount?.close();
  });
});

describe("the raw mount", () => {
  /** What comes back for bytes that no HTTP library would send. */
  const raw = async (request: string): Promise<string> => {
    const { createServer } = await import("./server");
    const { server } = createServer({ gateway: site.gateway, maxBodyBytes: MAX_BODY_BYTES, pagesUrl: null, upgrades: false });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    const socket = connect(typeof address === "object" && address ? address.port : 0, "127.0.0.1");
    socket.write(request);
    let text = "";
    for await (const chunk of socket) {
      text += String(chunk);
      if (text.includes("\r\n\r\n")) break;
    }
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    return text.slice(0, text.indexOf("\r\n"));
  };
  const head = "POST /v1/chat/completions HTTP/1.1\r\nHost: a\r\n";

  it.each([
    ["two Authorization headers", `${head}Authorization: Bearer a\r\nAuthorization: Bearer b\r\nContent-Length: 0\r\n\r\n`, "400"],
    ["two Hosts", `${head}Host: b\r\nContent-Length: 0\r\n\r\n`, "400"],
    ["a transfer coding that it does not know", `${head}Transfer-Encoding: gzip, chunked\r\n\r\n`, "400"],
    ["a chunked body in HTTP/1.0", "POST /v1/chat/completions HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "400"],
    ["dot segments", "GET /api/./v1/key HTTP/1.1\r\nHost: a\r\n\r\n", "400"],
    ["encoded dot segments", "GET /x/%2e%2E/api/v1/key HTTP/1.1\r\nHost: a\r\n\r\n", "400"],
    ["both lengths", `${head}Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n`, "400"],
    ["an absolute target", "GET http://a/v1/models HTTP/1.1\r\nHost: a\r\n\r\n", "400"],
    ["too large a header", `${head}X: ${"x".repeat(20_000)}\r\n\r\n`, "431"],
    ["another protocol", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "400"],
  ])("refuses %s", async (_what, request, status) => {
    expect(await raw(request)).toContain(` ${status} `);
  });
});
