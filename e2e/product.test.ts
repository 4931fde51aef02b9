import { expect, it } from "vitest";
import { formatSecrets, formatWelcome } from "../scripts/start/banner.mjs";
import { parseProduct } from "./product";

const secrets = { email: "owner@example.com", password: "correct-horse", apiKey: "rl_key", model: "cheapest-llama" };

it("reads what the first start prints", () => {
  const output = `${formatSecrets(secrets)}\n  ✓ Gateway ready\n${formatWelcome("http://127.0.0.1:3100", secrets)}`;
  expect(parseProduct(output)).toMatchObject({ url: "http://127.0.0.1:3100", email: "owner@example.com", password: "correct-horse", apiKey: "rl_key" });
});

it("waits until the product is ready", () => {
  expect(parseProduct(formatSecrets(secrets))).toBeNull();
});
