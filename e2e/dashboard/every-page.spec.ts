import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";
import { test } from "../product";
import { signIn } from "../sign-in";

const PAGES = [
  "/", "/?profile=premium-cascade&range=30d", "/calls", "/calls?outcome=failed&range=30d", "/calls?cause=auth&tier=2&endpoint=nobody/m", "/keys", "/waste",
  "/waste?profile=premium-cascade&range=30d", "/savings", "/savings?range=30d&baseline=openai/gpt-4o", "/prices", "/providers", "/providers/new",
  "/team", "/settings", "/settings/account", "/settings/sessions", "/settings/audit?range=30d",
  "/profiles", "/profiles/premium-cascade", "/profiles/premium-cascade/versions", "/profiles/new?template=cheapest",
];

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
  const { violations } = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(" ")).join(", ")}`)).toEqual([]);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overflow).toBeLessThanOrEqual(0);
}

for (const colorScheme of ["light", "dark"] as const) {
  for (const width of [1440, 390]) {
    test.describe(`${colorScheme}, ${width} px wide`, () => {
      test.use({ colorScheme, viewport: { width, height: 900 } });

      test("every page has nothing for axe to find, no complaint of the browser's and no sideways scroll", async ({ page, product }) => {
        const complaints = listenForComplaints(page);
        await page.goto("/sign-in");
        await check(page);
        // A team that has called nothing yet, unless another story has begun in it.
        await signIn(page, product, "my-team");
        await check(page);
        await page.getByRole("combobox", { name: "Team" }).selectOption("demo");
        await page.getByText("Practice providers and made-up history").waitFor();
        for (const path of PAGES) {
          await page.goto(path);
          await check(page);
        }
        await page.goto("/calls");
        await page.getByRole("table").getByRole("link").first().click();
        await page.getByRole("region", { name: "Attempts" }).waitFor();
        await check(page);
        expect(complaints).toEqual([]);
      });
    });
  }
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
