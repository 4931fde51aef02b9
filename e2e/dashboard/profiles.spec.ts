import { expect, type Page } from "@playwright/test";
import { type Cascade, createCascade, TEAM } from "../cascade";
import { test } from "../product";
import { signIn } from "../sign-in";

/** Whom the gateway asks first for a call by the profile. */
async function firstAsked({ client, profile }: Cascade): Promise<string | null> {
  const { response } = await client.chat.completions.create({ model: profile, messages: [{ role: "user", content: "Hello" }] }).withResponse();
  return response.headers.get("x-routeledger-endpoint");
}

const tiersOf = (page: Page) => page.getByRole("list", { name: "Tiers" }).getByRole("heading", { level: 3 });

test("an owner reorders tiers by keyboard, publishes with a note, sees what changed, and rolls it back", async ({ page, product }) => {
  const cascade = await createCascade(product, "edited", ["1", "2"]);
  const [first = "", second = ""] = cascade.endpoints;
  await signIn(page, product, TEAM, "/profiles");
  await page.getByRole("article", { name: "edited" }).getByRole("link", { name: "Edit edited" }).click();
  await expect(tiersOf(page)).toHaveText([`Tier 1 ${first}`, `Tier 2 ${second}`]);
  await expect(page.getByRole("list", { name: "Plan" }).getByRole("listitem").first()).toContainText(first);

  const handle = page.getByRole("button", { name: `Move ${second} up` });
  await handle.focus();
  await page.keyboard.press("Alt+ArrowUp");
  await expect(tiersOf(page)).toHaveText([`Tier 1 ${second}`, `Tier 2 ${first}`]);
  await expect(handle).toBeFocused();
  await expect(page.getByText(`${second} is now tier 1 of 2.`)).toBeAttached();
  await expect(page.getByRole("list", { name: "Plan" }).getByRole("listitem").first()).toContainText(second);

  await page.getByRole("button", { name: "Publish…" }).click();
  const dialog = page.getByRole("dialog", { name: "Publish edited as a new version" });
  await expect(dialog.getByText(`1. ${second}`)).toBeVisible();
  await dialog.getByRole("textbox", { name: "Why" }).fill("the second is quicker");
  await dialog.getByRole("button", { name: "Publish", exact: true }).click();
  await expect(page.getByText("Version 2 is published")).toBeVisible();
  await expect.poll(() => firstAsked(cascade)).toBe(second);

  await page.getByRole("navigation", { name: "Profile" }).getByRole("link", { name: "Versions" }).click();
  await expect(page.getByRole("row", { name: /^2\s*Serves/ })).toContainText("the second is quicker");
  await expect(page.getByRole("region", { name: "Difference" })).toContainText(`1. ${second}`);
  await page.getByRole("button", { name: "Roll back to version 1" }).click();
  const back = page.getByRole("dialog", { name: "Let version 1 of edited serve again?" });
  await back.getByRole("textbox", { name: "Why" }).fill("it was not");
  await back.getByRole("button", { name: "Let version 1 serve" }).click();
  await expect(page.getByText("Version 1 serves again")).toBeVisible();
  await expect.poll(() => firstAsked(cascade)).toBe(first);
  await cascade.close();
});

test("who publishes second is told what the first one changed, and loses nothing, not even by a reload", async ({ browser, page, product }) => {
  const cascade = await createCascade(product, "contested", ["1", "2"]);
  const other = await (await browser.newContext({ baseURL: product.url })).newPage();
  for (const editor of [page, other]) {
    editor.on("dialog", (question) => void question.accept());
    await signIn(editor, product, TEAM, "/profiles/contested");
    await expect(editor.getByRole("list", { name: "Plan" })).toBeVisible();
  }
  await other.getByText("When to fall back", { exact: true }).click();
  await other.getByRole("textbox", { name: "Attempts at most" }).fill("none");
  await expect(other.getByText("Must be a whole number from 1 to 220.")).toBeVisible();
  await other.getByRole("textbox", { name: "Attempts at most" }).fill("3");
  await other.getByRole("button", { name: "Publish…" }).click();
  await other.getByRole("dialog").getByRole("button", { name: "Publish", exact: true }).click();
  await expect(other.getByText("Version 2 is published")).toBeVisible();

  const order = page.getByRole("combobox", { name: "Order" });
  await order.selectOption("cheapest");
  await page.getByRole("button", { name: "Publish…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox", { name: "Why" }).fill("prices differ");
  await dialog.getByRole("button", { name: "Publish", exact: true }).click();
  const refusal = dialog.getByRole("alert", { name: "Another version was published meanwhile" });
  await expect(refusal).toContainText("Attempts at most");
  await expect(dialog.getByRole("textbox", { name: "Why" })).toHaveValue("prices differ");

  await page.reload();
  await expect(page.getByRole("region", { name: "A draft from before" })).toContainText("begun from version 1; version 2 serves by now");
  await expect(order).toHaveValue("cheapest");
  await page.getByRole("button", { name: "Publish…" }).click();
  await dialog.getByRole("button", { name: "Publish", exact: true }).click();
  await dialog.getByRole("button", { name: "Publish on top of version 2" }).click();
  await expect(page.getByText("Version 3 is published")).toBeVisible();
  await expect(order).toHaveValue("cheapest");
  await cascade.close();
});

test("a session that ends while a profile is edited costs nothing of the draft", async ({ page, product }) => {
  const cascade = await createCascade(product, "interrupted", ["1", "2"]);
  page.on("dialog", (question) => void question.accept());
  await signIn(page, product, TEAM, "/profiles/interrupted");
  await expect(page.getByRole("list", { name: "Plan" })).toBeVisible();
  await page.context().clearCookies();
  await page.getByRole("textbox", { name: "Name" }).fill("Kept all the same");
  await page.getByRole("button", { name: "Sign in" }).waitFor();
  await page.getByRole("textbox", { name: "E-mail" }).fill(product.email);
  await page.getByRole("textbox", { name: "Password" }).fill(product.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("heading", { name: "interrupted", level: 1 })).toBeVisible();
  await expect(page.getByRole("textbox", { name: "Name" })).toHaveValue("Kept all the same");
  await cascade.close();
});
