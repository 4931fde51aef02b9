import { createSecretKey } from "node:crypto";
import { expect, test } from "vitest";
import { generateApiKey, hashSecret } from "@/lib/accounts/api-key";
import type { KeyScope } from "@/lib/core/key-scopes";
import { authenticate, type KeyRing } from "./authenticate";
import type { Gateway } from "./gateway";
import { dispatch, ROUTES } from "./routes";

const peppers = new Map([[1, createSecretKey(Buffer.alloc(32, 7))]]);
const { keyId, secret, text } = generateApiKey();
const exchange = (method: string, path: string) => ({ method, path: `/api/v1${path}`, headers: { authorization: `Bearer ${text}` } }) as unknown as Parameters<typeof dispatch>[0];

function gatewayWith(scopes: readonly KeyScope[]): Gateway {
  const stored = { ...hashSecret(secret, peppers), id: "id", keyId, teamId: "team", ownerId: "owner", scopes, limits: null, expiresAtMs: null, revokedAtMs: null };
  const ring: KeyRing = { peppers, verified: new Map(), holdsKey: () => true, findKey: (wanted) => Promise.resolve(wanted === keyId ? stored : null) };
  const team = { catalog: { slug: "acme", name: "Acme", demo: false } };
  return { live: ring, teamOf: () => team } as unknown as Gateway;
}

test("a key for reports alone is refused at every route but the one that says what it is", async () => {
  const gateway = gatewayWith(["reports"]);
  for (const { method, path, isForAll } of ROUTES) {
    const concrete = typeof path === "string" ? path : path.source.includes("calls") ? "/calls/x" : "/models/x";
    const asked = dispatch(exchange(method, concrete), gateway, "id");
    if (isForAll) expect((await asked).status).toBe(200);
    else await expect(asked).rejects.toMatchObject({ code: "insufficient_scope", status: 403, message: expect.stringContaining('scope "calls"') as string });
  }
  expect(ROUTES.filter(({ isForAll }) => isForAll).map(({ path }) => path)).toEqual(["/key"]);
});

test("whoever asks is told apart by its scopes", async () => {
  const caller = await authenticate(exchange("GET", "/key"), gatewayWith(["calls", "reports"]).live, 0);
  expect(caller.scopes).toEqual(["calls", "reports"]);
});
