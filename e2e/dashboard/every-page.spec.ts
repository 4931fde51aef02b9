import { expect, type Page } from "@playwright/test";
import { PAGES } from "../pages";
import { listViolations } from "../list-violations";
import { test } from "../product";
import { signIn } from "../sign-in";

/** With an empty list, and with amounts that are a range. */
const ADDRESSES = [...Object.values(PAGES), "/calls?cause=auth&tier=2&endpoint=nobody/m", "/savings?range=30d&baseline=openai/gpt-4o"];
/** As many pages as one test looks at. */
const SHARE = 8;

/** What the browser complains of while a page is used. */
function listenForComplaints(page: Page): string[] {
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  return complaints;
}

async function check(page: Page): Promise<void> {
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  expect(await listViolations(page)).toEqual([]);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overflow).toBeLessThanOrEqual(0);
}

// Each theme and each width once: colours do not depend on the width, nor the layout on the theme.
for (const [colorScheme, width] of [["light", 1440], ["dark", 390]] as const) {
  test.describe(`${colorScheme}, ${width} px wide`, () => {
    test.use({ colorScheme, viewport: { width, height: 900 } });

    test("the ways in have nothing for axe to find, no complaint of the browser's and no sideways scroll", async ({ page, product }) => {
      const complaints = listenForComplaints(page);
      for (const path of ["/sign-in", "/forgot-password", "/reset-password/nobody", "/invitation/nobody"]) {
        await page.goto(path);
        await check(page);
      }
      // A team that has called nothing yet, unless another story has begun in it.
      await signIn(page, product, "my-team");
      await check(page);
      expect(complaints).toEqual([]);
    });

    for (let first = 0; first < ADDRESSES.length; first += SHARE) {
      const share = ADDRESSES.slice(first, first + SHARE);
      test(`nor have ${share.join(" ")}`, async ({ page, product }) => {
        const complaints = listenForComplaints(page);
        await signIn(page, product, "demo");
        for (const path of share) {
          await page.goto(path);
          await check(page);
        }
        expect(complaints).toEqual([]);
      });
    }

    test("nor have a call, a provider, an endpoint and the keyboard's help", async ({ page, product }) => {
      const complaints = listenForComplaints(page);
      await signIn(page, product, "demo", "/calls?rescued=1");
      await page.getByRole("table").getByRole("link").first().click();
      await page.getByRole("region", { name: "Attempts" }).waitFor();
      await check(page);
      await page.keyboard.press("?");
      await expect(page.getByRole("dialog", { name: "Keyboard" })).toBeVisible();
      await check(page);
      await page.goto("/providers");
      await page.getByRole("table").getByRole("link").first().click();
      await page.waitForURL(/providers\/[0-9a-f-]{36}$/);
      await check(page);
      await page.getByRole("main").locator(`a[href^="${new URL(page.url()).pathname}/"]`).first().click();
      await page.waitForURL(/providers\/[0-9a-f-]{36}\/[0-9a-f-]{36}/);
      await check(page);
      expect(complaints).toEqual([]);
    });
  });
}

test("a call that is not there, or is another team's, is simply not found", async ({ page, product }) => {
  await signIn(page, product, "demo", "/calls");
  const href = (await page.getByRole("table").getByRole("link").first().getAttribute("href")) ?? "";
  await page.goto(href);
  await expect(page.getByRole("region", { name: "Attempts" })).toBeVisible();
  await page.goto("/");
  await page.getByRole("combobox", { name: "Team" }).selectOption("my-team");
  await expect(page.getByText("Practice providers and made-up history")).toBeHidden();
  for (const path of [href, "/calls/01a20408-fd95-7804-baa9-000000000000", "/calls/nonsense"]) {
    const response = await page.goto(path);
    expect(response?.status()).toBe(404);
    await expect(page.getByRole("region", { name: "Attempts" })).toHaveCount(0);
  }
});
