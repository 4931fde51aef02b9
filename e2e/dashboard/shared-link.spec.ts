import { expect, type Browser, type Page } from "@playwright/test";
import { test, type Product } from "../product";
import { signIn } from "../sign-in";

const DAY_MS = 86_400_000;
const HOMES = ["Asia/Kathmandu", "America/New_York"] as const;
/** As many as say that the page is there: each has its total and its parts. */
const LEAST_AMOUNTS = 5;

/** Every amount that a page shows, in its order. */
async function readAmounts(page: Page): Promise<string[]> {
  return (await page.getByRole("main").innerText()).match(/[+−-]?\$[\d,.]+\S*/g) ?? [];
}

const listRows = (page: Page) => page.getByRole("table").getByRole("row");

async function openAtHome(browser: Browser, product: Product, timezoneId: string): Promise<Page> {
  const page = await (await browser.newContext({ timezoneId, baseURL: product.url })).newPage();
  await signIn(page, product, "demo");
  expect(await page.evaluate(() => new Date().getTimezoneOffset())).not.toBe(0);
  return page;
}

/** Ten days that are over, so that nothing is added while two people look. */
function listLinks(now: number): string[] {
  const to = Math.floor(now / DAY_MS) * DAY_MS - 2 * DAY_MS;
  const range = new URLSearchParams({ from: new Date(to - 10 * DAY_MS).toISOString(), to: new Date(to).toISOString() });
  return [`/?${range}`, `/?${range}&zone=${encodeURIComponent(HOMES[0])}`, `/calls?${range}&zone=${encodeURIComponent(HOMES[0])}`];
}

test("a link that two people in different zones open shows both the same sums", async ({ browser, product }) => {
  const [one, other] = [await openAtHome(browser, product, HOMES[0]), await openAtHome(browser, product, HOMES[1])];
  for (const link of listLinks(Date.now())) {
    await Promise.all([one.goto(link), other.goto(link)]);
    await expect(async () => {
      const [amounts, others] = await Promise.all([readAmounts(one), readAmounts(other)]);
      expect(amounts.length).toBeGreaterThan(LEAST_AMOUNTS);
      expect(others).toEqual(amounts);
    }).toPass({ timeout: 15_000 });
    // The calls themselves too, with the times at which they began: those are the link's zone's, nobody's own.
    if (!link.startsWith("/calls")) continue;
    const rows = listRows(one);
    await expect(rows.nth(10)).toBeVisible();
    await expect(listRows(other)).toHaveText(await rows.allInnerTexts(), { useInnerText: true });
  }
  await Promise.all([one.context().close(), other.context().close()]);
});
