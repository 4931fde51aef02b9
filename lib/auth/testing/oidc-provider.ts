import { createHash, generateKeyPairSync, randomBytes, sign } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** Who signs in there now, and what the provider says of them. */
export type Account = { sub: string; email?: string; email_verified?: boolean; name?: string };

/** An OpenID Connect provider on loopback: discovery, authorization code with PKCE and nonce, ID token, userinfo. */
export type OidcProvider = {
  issuer: string;
  /** Who the next authorization is for. */
  account: Account;
  /** Leaves e-mail and name out of the ID token, so that they have to be asked for. */
  isTerse: boolean;
  /** Signs ID tokens with a key that it does not publish. */
  isForger: boolean;
  /** Writes another nonce into ID tokens than it was asked for. */
  isReplaying: boolean;
  /** How often the userinfo was asked for. */
  asked: number;
  close(): Promise<void>;
};

type Grant = { account: Account; nonce: string; challenge: string };

const CLIENT = { id: "ledger", secret: "s3cret" };

export async function startOidcProvider(port = 0): Promise<OidcProvider> {
  const [key, strangers] = [generateKeyPairSync("rsa", { modulusLength: 2048 }), generateKeyPairSync("rsa", { modulusLength: 2048 })];
  const grants = new Map<string, Grant>();
  const tokens = new Map<string, Account>();
  const server: Server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => void server.listen(port, "127.0.0.1", resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider: OidcProvider = {
    issuer, account: { sub: "nobody" }, isTerse: false, isForger: false, isReplaying: false, asked: 0,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", issuer);
    if (url.pathname === "/.well-known/openid-configuration") return json(response, discovery(issuer));
    if (url.pathname === "/jwks") return json(response, { keys: [{ ...key.publicKey.export({ format: "jwk" }), kid: "1", use: "sig", alg: "RS256" }] });
    if (url.pathname === "/authorize") return authorize(url.searchParams, response);
    if (url.pathname === "/token") return token(request, response);
    if (url.pathname === "/userinfo") return userinfo(request, response);
    response.writeHead(404).end();
  }

  function authorize(asked: URLSearchParams, response: ServerResponse): void {
    const code = randomBytes(8).toString("hex");
    grants.set(code, { account: provider.account, nonce: asked.get("nonce") ?? "", challenge: asked.get("code_challenge") ?? "" });
    const back = new URL(asked.get("redirect_uri") ?? "");
    back.search = new URLSearchParams({ code, state: asked.get("state") ?? "" }).toString();
    response.writeHead(302, { location: back.href }).end();
  }

  async function token(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = new URLSearchParams(await readAll(request));
    const grant = grants.get(body.get("code") ?? "");
    grants.delete(body.get("code") ?? "");
    const challenge = createHash("sha256").update(body.get("code_verifier") ?? "").digest("base64url");
    const isClient = request.headers.authorization === `Basic ${Buffer.from(`${CLIENT.id}:${CLIENT.secret}`).toString("base64")}`;
    if (!grant || !isClient || challenge !== grant.challenge) return json(response, { error: "invalid_grant" }, 400);
    const accessToken = randomBytes(8).toString("hex");
    tokens.set(accessToken, grant.account);
    const now = Math.floor(Date.now() / 1000);
    const told = provider.isTerse ? { sub: grant.account.sub } : grant.account;
    const claims = { ...told, iss: issuer, aud: CLIENT.id, iat: now, exp: now + 300, nonce: provider.isReplaying ? "another" : grant.nonce };
    const idToken = signJwt(claims, (provider.isForger ? strangers : key).privateKey);
    json(response, { access_token: accessToken, token_type: "Bearer", id_token: idToken, expires_in: 300 });
  }

  function userinfo(request: IncomingMessage, response: ServerResponse): void {
    provider.asked++;
    const account = tokens.get(request.headers.authorization?.replace("Bearer ", "") ?? "");
    json(response, account ?? { error: "invalid_token" }, account ? 200 : 401);
  }

  return provider;
}

function discovery(issuer: string) {
  return {
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    userinfo_endpoint: `${issuer}/userinfo`,
    jwks_uri: `${issuer}/jwks`,
    response_types_supported: ["code"],
    subject_types_supported: ["public"],
    id_token_signing_alg_values_supported: ["RS256"],
  };
}

function signJwt(claims: object, key: Parameters<typeof sign>[2]): string {
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const signed = `${encode({ alg: "RS256", kid: "1", typ: "JWT" })}.${encode(claims)}`;
  return `${signed}.${sign("RSA-SHA256", Buffer.from(signed), key).toString("base64url")}`;
}

function json(response: ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}

async function readAll(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
