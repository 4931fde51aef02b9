import { expect, type Page } from "@playwright/test";
import { ANSWER_TOKENS, createCascade, PROMPT_TOKENS, type Cascade } from "../cascade";
import { test } from "../product";
import { signIn } from "../sign-in";

let cascade: Cascade;
test.beforeAll(async ({ product }) => {
  cascade = await createCascade(product, "worked-example", ["1.00", "5.00"]);
});
test.afterAll(() => cascade.close());

/** A JSON number of dollars back to pico-USD: exact, since amounts have twelve decimals and a double fifteen digits. */
const toPico = (usd: number) => BigInt(Math.round(usd * 1e12));
const figure = (page: Page, name: string) => page.getByRole("group", { name, exact: true });

test("tier 1 fails 5 of 100 calls, and the overview shows what that really cost", async ({ page, product }) => {
  cascade.fail(1, ["95 x ok", "5 x 429"]);
  let told = 0n;
  for (let i = 0; i < 100; i += 1) {
    const answer = await cascade.client.chat.completions.create({
      model: cascade.profile,
      messages: [{ role: "user", content: `call ${i}` }],
    });
    told += toPico((answer.usage as unknown as { cost: number }).cost);
  }
  const tokens = BigInt(PROMPT_TOKENS + ANSWER_TOKENS);
  const owed = 95n * tokens * 1_000_000n + 5n * tokens * 5_000_000n;
  expect(told).toBe(owed);
  expect(cascade.practice.account().total).toMatchObject({ requests: 105, costPico: String(owed) });

  await signIn(page, product, "my-team", `/?profile=${cascade.profile}&range=24h`);
  await expect(async () => {
    await page.reload();
    await expect(page.getByRole("region", { name: "Cost", exact: true })).toContainText("100 calls", { timeout: 1_000 });
  }).toPass();
  await expect(figure(page, "Weighted average routing cost")).toContainText("$1.20/M");
  await expect(figure(page, "Primary cost")).toContainText("$1.00/M");
  await expect(figure(page, "Fallback premium")).toContainText("+$0.20/M");
  await expect(page.getByRole("region", { name: "Availability" })).toContainText("5 calls rescued of 100 served");
  await expect(page.getByRole("region", { name: "Availability" })).toContainText("Without fallback 95.0%");
  // 100 × 1,020 tokens: $0.1224 spent, $0.51 had all gone to the baseline at $5.00.
  await expect(page.getByRole("region", { name: "Cost", exact: true })).toContainText("$0.12");
  await expect(page.getByRole("region", { name: "Savings" })).toContainText("$0.39");
});

test("every number leads to the calls behind it, down to the attempt and its price", async ({ page, product }) => {
  await signIn(page, product, "my-team", `/?profile=${cascade.profile}&range=24h`);
  await page.getByRole("region", { name: "Availability" }).getByRole("link", { name: "5 calls rescued" }).click();
  await expect(page.getByRole("heading", { name: "5 calls" })).toBeVisible();
  await page.getByRole("table").getByRole("link").first().click();
  const attempts = page.getByRole("region", { name: "Attempts" });
  await expect(attempts).toContainText(cascade.endpoints[0] ?? "");
  await expect(page.getByText("Rate limited, status 429", { exact: false }).first()).toBeVisible();
  await expect(page.getByText("$5.00 / 1M").first()).toBeVisible();
  await expect(page.getByText("$0.0051").first()).toBeVisible();
});
