import { EventEmitter, once } from "node:events";
import { expect } from "@playwright/test";
import { test } from "../product";
import { signIn } from "../sign-in";

test("a page asks to sign in and leads back to itself", async ({ page, product }) => {
  await page.goto("/calls?range=30d");
  await expect(page).toHaveURL(/sign-in/);
  await page.getByRole("textbox", { name: "E-mail" }).fill(product.email);
  await page.getByRole("textbox", { name: "Password" }).fill(product.password);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/calls\?range=30d$/);
});

test("a wrong password is refused without saying which part was wrong", async ({ page, product }) => {
  await page.goto("/sign-in");
  await page.getByRole("textbox", { name: "E-mail" }).fill(`nobody-${product.email}`);
  await page.getByRole("textbox", { name: "Password" }).fill("not the password");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("alert").filter({ hasText: /./ })).toBeVisible();
  await expect(page).toHaveURL(/sign-in/);
});

test("what is sent before the page's script has come is neither lost nor put into the address", async ({ page, product }) => {
  const gate = new EventEmitter();
  const opened = once(gate, "open");
  await page.route("**/_next/static/**/*.js", async (route) => {
    await opened;
    await route.continue();
  });
  await page.goto("/sign-in", { waitUntil: "commit" });
  await page.getByRole("textbox", { name: "E-mail" }).fill(product.email);
  await page.getByRole("textbox", { name: "Password" }).fill(product.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(/\/sign-in$/);
  gate.emit("open");
  await expect(page.getByRole("heading", { name: "Overview", level: 1 })).toBeVisible();
});

test("a session that was ended is over at once, also for who kept its cookie", async ({ page, product, context }) => {
  await signIn(page, product, "demo");
  const cookies = await context.cookies();
  await page.getByRole("button", { name: /account|owner@/i }).first().click();
  await page.getByRole("button", { name: "Sign out" }).or(page.getByRole("menuitem", { name: "Sign out" })).click();
  await expect(page).toHaveURL(/sign-in/);
  await context.addCookies(cookies);
  await page.goto("/");
  await expect(page).toHaveURL(/sign-in/);
});
