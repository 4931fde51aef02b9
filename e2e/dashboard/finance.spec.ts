import { expect, type Page } from "@playwright/test";
import { parse } from "csv-parse/sync";
import { extractText, getDocumentProxy } from "unpdf";
import type { MonthAnswer } from "../../lib/billing/json/month-schema";
import { formatUsdRatio, formatUsdTotal, parseUsdExact } from "../../lib/core/money";
import { parseDecimal } from "../../lib/core/ratio";
import { type Cascade, createCascade } from "../cascade";
import { listViolations } from "../list-violations";
import { LAST_MONTH } from "../pages";
import { test } from "../product";
import { signIn } from "../sign-in";

const figure = (page: Page, name: string) => page.getByRole("group", { name, exact: true });
/** Where one run of a PDF's text ends and the next begins, readers put spaces as they like. */
const bare = (text: string) => text.replace(/\s+/g, "");

/** A form of last month's report, as the links of its page give it to whoever is signed in. */
async function getForm(page: Page, format: string): Promise<Buffer> {
  const response = await page.request.get(`/api/reports/${LAST_MONTH}?format=${format}`);
  expect(response.status(), await response.text()).toBe(200);
  return response.body();
}

const getFigures = async (page: Page) => JSON.parse((await getForm(page, "json")).toString()) as MonthAnswer;

/** Its day may have come, and then the calendar has closed the month before anybody looked. */
async function reopenIfClosed(page: Page): Promise<void> {
  const reopen = page.getByRole("button", { name: "Reopen", exact: true });
  const close = page.getByRole("button", { name: "Close month" });
  await expect(reopen.or(close).first()).toBeVisible();
  if (await close.isVisible()) return;
  await reopen.click();
  await page.getByRole("textbox", { name: "Why" }).fill("an invoice came late");
  await page.getByRole("button", { name: "Reopen month" }).click();
  await expect(close).toBeVisible();
}

test("who closes a month has the same figures on the page, in JSON, CSV and PDF, under one version and checksum", async ({ page, product }) => {
  await signIn(page, product, "demo", `/reports/${LAST_MONTH}`);
  await reopenIfClosed(page);
  const before = await getFigures(page);
  await page.getByRole("button", { name: "Close month" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Close month" }).click();
  await expect(page.getByRole("list", { name: "State of the month" })).toContainText(/Closed v\d/);

  const after = await getFigures(page);
  expect([after.spendUsd, after.warcUsdPerMillion]).toEqual([before.spendUsd, before.warcUsdPerMillion]);
  const { version, sha256, spendUsd, warcUsdPerMillion } = after;
  const spend = formatUsdTotal(parseUsdExact(spendUsd));
  const warc = warcUsdPerMillion === null ? "Not applicable" : `${formatUsdRatio(parseDecimal(warcUsdPerMillion))}/M`;
  await expect(page.getByRole("listitem").filter({ hasText: `Closed v${version}` })).toHaveAttribute("aria-current", "step");
  await expect(page.getByText(`SHA-256 ${sha256}`).first()).toBeVisible();
  await expect(figure(page, "Cost")).toContainText(spend);
  await expect(figure(page, "Average price (WARC)")).toContainText(warc);

  const rows = parse((await getForm(page, "csv")).toString(), { columns: true, comment: "#" }) as { known_cost_usd: string }[];
  expect(rows.reduce((sum, row) => sum + parseUsdExact(row.known_cost_usd), 0n)).toBe(parseUsdExact(spendUsd));
  const { text } = await extractText(await getDocumentProxy(new Uint8Array(await getForm(page, "pdf"))), { mergePages: true });
  for (const told of [spend, warc, `Closed v${version}`, String(sha256)]) expect(bare(text)).toContain(bare(told));

  await page.goto("/reports");
  const row = page.getByRole("row").filter({ has: page.locator(`a[href="/reports/${LAST_MONTH}"]`) });
  await expect(row).toContainText(`Closed v${version}`);
  await expect(row).toContainText(spend);
});

test.describe("a team's own hosts", () => {
  let cascade: Cascade;
  test.beforeAll(async ({ product }) => {
    cascade = await createCascade(product, "capped", ["1.00", "0.50"]);
  });
  test.afterAll(() => cascade.close());

  /** By whom it was served, or the refusal as the client has it: status and message. */
  const call = (model = cascade.profile) =>
    cascade.client.chat.completions.create({ model, messages: [{ role: "user", content: "Summarise." }], max_tokens: 50 }).then(
      (answer) => `served by ${(answer as { provider?: string }).provider}`,
      (error: unknown) => (error as Error).message,
    );

  test("a hard budget without room refuses a call with 402 and its name, until it is archived", async ({ page, product }) => {
    await signIn(page, product, "my-team", "/budgets");
    await page.getByRole("textbox", { name: "Name" }).fill("Trial");
    await page.getByRole("textbox", { name: "Amount in USD" }).fill("0.00001");
    await page.getByRole("combobox", { name: "For" }).selectOption({ label: "API key: capped" });
    await page.getByRole("combobox", { name: "What it does" }).selectOption({ label: "Stop calls that could go over it" });
    await page.getByRole("button", { name: "Create budget" }).click();
    const budget = page.getByRole("listitem", { name: "Trial" });
    await expect(budget).toContainText("API key capped, each month");
    await expect(budget).toContainText("Stops calls that could go over it.");
    expect(await listViolations(page)).toEqual([]);
    await expect.poll(() => call()).toMatch(/^402 The budget “Trial” of \$0\.00001 a month has \$/);

    await budget.getByRole("button", { name: "Archive Trial" }).click();
    await page.getByRole("button", { name: "Archive budget" }).click();
    await expect(budget).toBeHidden();
    await expect.poll(() => call()).toBe("served by capped-1");
  });

  test("one click on the price board makes a profile that asks the cheapest host first", async ({ page, product }) => {
    await signIn(page, product, "my-team", "/prices?q=capped");
    for (const endpoint of cascade.endpoints) await page.getByRole("checkbox", { name: `Choose ${endpoint}` }).check();
    await page.getByRole("region", { name: "Chosen hosts" }).getByRole("button", { name: "Make a cheapest profile" }).click();
    const dialog = page.getByRole("dialog", { name: "Make a cheapest profile" });
    await dialog.getByRole("textbox", { name: "Name" }).fill("capped-cheapest");
    await dialog.getByRole("button", { name: "Publish" }).click();
    await expect(dialog.getByRole("status")).toContainText("capped-cheapest is published");
    await expect.poll(() => call("capped-cheapest")).toBe("served by capped-2");
  });
});
