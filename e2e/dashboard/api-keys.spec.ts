import { expect } from "@playwright/test";
import { test } from "../product";
import { signIn } from "../sign-in";

test("a key is made, shown once, used and revoked, by keyboard alone", async ({ page, product, request }) => {
  await signIn(page, product, "my-team", "/keys");
  await page.getByRole("textbox", { name: "Name" }).focus();
  await page.keyboard.type("by keyboard");
  await page.keyboard.press("Enter");
  const key = (await page.getByLabel("New API key").textContent()) ?? "";
  expect(key).toMatch(/^rl_live_/);
  const ask = () => request.get("/api/v1/key", { headers: { authorization: `Bearer ${key}` } });
  await expect.poll(async () => (await ask()).status()).toBe(200);

  await page.reload();
  await expect(page.getByText(key)).toHaveCount(0);
  const row = page.getByRole("row", { name: /by keyboard/ });
  await row.getByRole("button", { name: /Revoke/ }).focus();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: /Revoke/ }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("row", { name: /by keyboard/ })).toContainText(/Revoked/);
  await expect.poll(async () => (await ask()).status()).toBe(401);
});

test("a name that cannot be is refused beside its field, and nothing typed is lost", async ({ page, product }) => {
  await signIn(page, product, "my-team", "/keys");
  const name = page.getByRole("textbox", { name: "Name" });
  await name.fill("   ");
  await page.getByRole("button", { name: "Create key" }).click();
  await expect(page.locator("#key-name-problem")).not.toBeEmpty();
  await expect(name).toHaveValue("   ");
});
