import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect } from "@playwright/test";
import { test } from "../product";

test("the command that the first start prints works when it is pasted", async ({ product }) => {
  const { stdout } = await promisify(execFile)("/bin/sh", ["-c", product.firstCall], { timeout: 30_000 });
  const answer = JSON.parse(stdout) as { choices: { message: { content: string } }[]; usage: { cost: number } };
  expect(answer.choices[0]?.message.content).toBeTruthy();
  expect(answer.usage.cost).toBeGreaterThan(0);
});

test("health is told once calls can be served", async ({ request }) => {
  const answer = await request.get("/api/health");
  expect(answer.status()).toBe(200);
  expect(await answer.json()).toMatchObject({ status: "ok" });
});
