import { expect, type Page } from "@playwright/test";
import { test } from "../product";
import { signIn, untilItHears } from "../sign-in";

const DAY_MS = 86_400_000;

/** Goes on by Tab until the focus is on what has this name. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  const reached = () => page.evaluate(() => {
    const { activeElement: active } = document;
    const label = active instanceof HTMLInputElement ? active.labels?.[0]?.textContent : null;
    return active?.getAttribute("aria-label") ?? label ?? active?.textContent ?? "";
  });
  for (let presses = 0; presses < 80; presses += 1) {
    await page.keyboard.press("Tab");
    if (name.test((await reached()).trim())) return;
  }
  throw new Error(`The keyboard does not reach ${String(name)}`);
}

test("from the sign-in to a revoked key, by keyboard alone", async ({ page, product, request }) => {
  await page.goto("/sign-in");
  await tabTo(page, /^E-mail/);
  await page.keyboard.type(product.email);
  await page.keyboard.press("Tab");
  await page.keyboard.type(product.password);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Overview", level: 1 })).toBeVisible();
  await untilItHears(page);
  await page.keyboard.press("g");
  await page.keyboard.press("k");
  await expect(page.getByRole("heading", { name: "API keys", level: 1 })).toBeVisible();
  await tabTo(page, /^Name/);
  await page.keyboard.type("by keyboard");
  await page.keyboard.press("Enter");
  const key = (await page.getByLabel("New API key").textContent()) ?? "";
  expect(key).toMatch(/^rl_live_/);
  const ask = () => request.get("/api/v1/key", { headers: { authorization: `Bearer ${key}` } });
  await expect.poll(async () => (await ask()).status()).toBe(200);

  await page.reload();
  await untilItHears(page);
  await expect(page.getByText(key)).toHaveCount(0);
  await tabTo(page, /^Revoke.*by keyboard/);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog")).toBeVisible();
  await tabTo(page, /^Revoke/);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("row", { name: /by keyboard/ })).toContainText(/Revoked/);
  await expect.poll(async () => (await ask()).status()).toBe(401);
});

test("keys step through periods, walk the rows of a table, and are listed", async ({ page, product }) => {
  await signIn(page, product, "demo", "/calls?range=last-month");
  await page.locator('[data-shortcut="["]').waitFor();
  await page.keyboard.press("[");
  await expect(page).toHaveURL(/from=.*to=/);
  await page.goBack();
  await expect(page).toHaveURL(/range=last-month/);
  // Of days that are over: nobody else's call comes in between the rows.
  const today = Math.floor(Date.now() / DAY_MS) * DAY_MS;
  await page.goto(`/calls?from=${new Date(today - 20 * DAY_MS).toISOString()}&to=${new Date(today - 10 * DAY_MS).toISOString()}`);
  await untilItHears(page);
  const rows = page.locator("[data-row]");
  await expect(rows.first()).toBeVisible();
  await page.keyboard.press("j");
  await expect(rows.first()).toBeFocused();
  await page.keyboard.press("j");
  await expect(rows.nth(1)).toBeFocused();
  await page.keyboard.press("k");
  await expect(rows.first()).toBeFocused();
  await page.keyboard.press("?");
  const help = page.getByRole("dialog", { name: "Keyboard" });
  await expect(help).toContainText("Overview");
  await expect(help).toContainText("Next row");
  await page.keyboard.press("Escape");
  await expect(help).toBeHidden();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("region", { name: "Attempts" })).toBeVisible();
});
