import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "@playwright/test";
import OpenAI from "openai";
import { startPracticeServer } from "../../lib/practice/server";
import { formatConfig, MODEL, routeledger } from "../cascade";
import { test } from "../product";
import { untilItHears } from "../sign-in";

const TEAM = "first-run";
const EMAIL = "newcomer@example.com";

test("an empty team is led to its first call, and the page turns into it", async ({ page, product }) => {
  await routeledger(product, "teams", "create", "--slug", TEAM, "--name", "First run");
  const password = await routeledger(product, "users", "create", "--email", EMAIL, "--role", "owner", "--team", TEAM);
  await page.goto("/sign-in");
  await page.getByRole("textbox", { name: "E-mail" }).fill(EMAIL);
  await page.getByRole("textbox", { name: "Password" }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  const steps = page.getByRole("region", { name: "Send the first call" });
  await steps.waitFor();
  await untilItHears(page);
  await expect(steps.getByText("Done:")).toHaveCount(0);

  // A page may not send calls into the operator's own network: the form says so and keeps what was typed.
  await steps.getByRole("link", { name: "Add one" }).click();
  await page.getByRole("link", { name: "Add it by hand" }).click();
  await page.getByRole("combobox", { name: "Start from" }).selectOption("Groq");
  const address = page.getByRole("textbox", { name: "Base URL" });
  await expect(address).toHaveValue("https://api.groq.com/openai/v1");
  const practice = await startPracticeServer({ script: { models: { "*": { promptTokens: 1_000, answerTokens: 20 } } } });
  await address.fill(`${practice.url}/own/v1`);
  await page.getByRole("button", { name: "Add provider" }).click();
  await expect(page.getByText(/leads to a network address that is loopback/)).toBeVisible();
  await expect(address).toHaveValue(`${practice.url}/own/v1`);

  // The operator's file may.
  const file = join(product.dataDir, `${TEAM}.yaml`);
  await writeFile(file, formatConfig("hello", ["own"], ["1.00"], practice.url));
  await routeledger(product, "apply", file, "--team", TEAM);
  await rm(file);
  await page.goto("/");
  await untilItHears(page);
  await expect(steps.getByText("Done:")).toHaveCount(2);
  await expect(steps.getByText("Waiting for your first call…")).toBeVisible();
  await steps.getByRole("button", { name: "Make a key" }).click();
  await steps.getByRole("tab", { name: "openai for TypeScript" }).click();
  const code = steps.getByRole("tabpanel");
  await expect(code).toContainText("rl_live_");
  const text = (await code.locator("pre").textContent()) ?? "";
  const [, baseURL = "", apiKey = ""] = /baseURL: "([^"]+)", apiKey: "([^"]+)"/.exec(text) ?? [];
  const [, model = ""] = /model: "([^"]+)"/.exec(text) ?? [];
  const answer = await new OpenAI({ baseURL, apiKey, maxRetries: 0 }).chat.completions.create({ model, messages: [{ role: "user", content: "Hello" }] });
  expect(answer.choices).toHaveLength(1);

  // Nobody reloads the page.
  const first = page.getByRole("region", { name: "Your first call" });
  await expect(first).toContainText(`1, own/${MODEL}`);
  await expect(first).toContainText("$0.00102");
  await first.getByRole("link", { name: "Open the call" }).click();
  await expect(page.getByRole("region", { name: "Attempts" })).toBeVisible();
  await practice.close();
});
