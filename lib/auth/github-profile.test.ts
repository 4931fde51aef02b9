import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { readGithubProfile } from "./github-profile";

let server: Server | null = null;
afterEach(() => void server?.close());

/** GitHub's two answers, for who shows the right token. */
async function serve(emails: unknown, user: unknown = { id: 7, login: "ada", name: null, email: "public@example.com" }): Promise<string> {
  server = createServer((request, response) => {
    const isKnown = request.headers.authorization === "Bearer token";
    response.writeHead(isKnown ? 200 : 401, { "content-type": "application/json" });
    response.end(JSON.stringify(request.url === "/user" ? user : emails));
  });
  await new Promise<void>((resolve) => void server?.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const address = (email: string, primary: boolean, verified: boolean) => ({ email, primary, verified });

test("takes the primary address, when GitHub has verified it", async () => {
  const api = await serve([address("other@example.com", false, true), address("ada@example.com", true, true)]);
  expect(await readGithubProfile("token", api)).toEqual({ id: 7, login: "ada", name: "ada", email: "ada@example.com" });
});

test.each([
  ["an unverified primary one", [address("ada@example.com", true, false), address("other@example.com", false, true)]],
  ["none, whatever the public profile says", []],
])("says no address for %s", async (_what, emails) => {
  expect(await readGithubProfile("token", await serve(emails))).toMatchObject({ email: "" });
});

test("fails for a token that is not good, and for what is no answer of GitHub's", async () => {
  await expect(readGithubProfile("another", await serve([]))).rejects.toThrow("GitHub answered 401");
  await expect(readGithubProfile("token", await serve("no list"))).rejects.toThrow();
});
