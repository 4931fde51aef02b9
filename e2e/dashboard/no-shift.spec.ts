import { expect, type Page } from "@playwright/test";
import { LAST_MONTH } from "../pages";
import { test } from "../product";
import { signIn } from "../sign-in";

/** Those whose panels come one by one, with a call's, which is found there. */
const PAGES = [
  "/", "/calls", "/calls?outcome=failed&range=30d", "/waste", "/savings", "/prices", "/prices/feeds", "/profiles", "/keys", "/settings/audit", "/sandbox",
  "/reports", `/reports/${LAST_MONTH}`, `/reports/${LAST_MONTH}/focus`, `/reports/${LAST_MONTH}/invoices`, "/budgets", "/alerts",
];
/** Of the screen's height and area (web.dev/cls), all shifts of a page together. 0.1 passes for good; a line of text more than usual is 0.03. */
const MOST_SHIFT = 0.05;

type Shift = { value: number; moved: string[] };
type LayoutShift = PerformanceEntry & { value: number; hadRecentInput: boolean; sources: readonly { node: Node | null }[] };

/** Panels come one by one, as they do to somebody far away. */
async function slowDown(page: Page): Promise<void> {
  const browser = await page.context().newCDPSession(page);
  await browser.send("Network.emulateNetworkConditions", { offline: false, latency: 60, downloadThroughput: 400_000, uploadThroughput: 100_000 });
  await browser.send("Emulation.setCPUThrottlingRate", { rate: 3 });
}

/** Keeps what moves in each page from now on, in `window.shifts`. */
function watchShifts(): void {
  const shifts: Shift[] = [];
  Object.assign(window, { shifts });
  const nameOf = (node: Node | null) => (node instanceof Element ? `${node.tagName.toLowerCase()}.${node.className}` : String(node?.textContent));
  new PerformanceObserver((list) => {
    for (const { value, hadRecentInput, sources } of list.getEntries() as LayoutShift[]) {
      if (!hadRecentInput) shifts.push({ value, moved: sources.map(({ node }) => nameOf(node)) });
    }
  }).observe({ type: "layout-shift", buffered: true });
}

async function readShifts(page: Page): Promise<Shift[]> {
  await expect(page.getByText(/^(Reading|Still reading)/)).toHaveCount(0, { timeout: 20_000 });
  // What the last frame moved is told after it.
  await page.evaluate(() => new Promise((resolve) => { requestAnimationFrame(() => { requestAnimationFrame(resolve); }); }));
  return page.evaluate(() => (window as unknown as { shifts: Shift[] }).shifts);
}

for (const width of [1440, 390]) {
  test.describe(`${width} px wide`, () => {
    test.use({ viewport: { width, height: 900 } });

    test("nothing moves on any page when its data comes", async ({ page, product }) => {
      test.slow();
      await page.addInitScript(watchShifts);
      await signIn(page, product, "demo", "/calls");
      const call = (await page.getByRole("table").getByRole("link").first().getAttribute("href")) ?? "";
      await slowDown(page);
      for (const path of [...PAGES, call]) {
        await page.goto(path);
        const shifts = await readShifts(page);
        const total = shifts.reduce((sum, { value }) => sum + value, 0);
        expect.soft(total, `${path} at ${width} px: ${JSON.stringify(shifts)}`).toBeLessThanOrEqual(MOST_SHIFT);
      }
    });
  });
}
