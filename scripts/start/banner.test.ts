import { expect, it } from "vitest";
import { formatWelcome, getPublicUrl } from "./banner.mjs";

it.each([
  ["127.0.0.1", "http://127.0.0.1:3000"],
  ["0.0.0.0", "http://127.0.0.1:3000"],
  ["::", "http://127.0.0.1:3000"],
  ["::1", "http://[::1]:3000"],
  ["ledger.example", "http://ledger.example:3000"],
])("shows an address to open for HOST=%s", (host, url) => {
  expect(getPublicUrl({ host, port: 3000 })).toBe(url);
});

it("gives a call to paste only while the key can be shown", () => {
  const secrets = { email: "owner@example.com", password: "p", apiKey: "rl_key", model: "cheapest-llama" };
  expect(formatWelcome("http://127.0.0.1:3000", secrets)).toMatch(/curl .*\/api\/v1\/chat\/completions .*Bearer rl_key.*"model":"cheapest-llama"/);
  expect(formatWelcome("http://127.0.0.1:3000", null)).not.toContain("curl");
});

it("tries the key where there is no model to call yet", () => {
  const secrets = { email: "owner@example.com", password: "p", apiKey: "rl_key", model: null };
  const welcome = formatWelcome("http://127.0.0.1:3000", secrets);
  expect(welcome).toMatch(/curl .*\/api\/v1\/key .*Bearer rl_key/);
  expect(welcome).not.toContain("null");
});
