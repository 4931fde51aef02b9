import { expect, type Page } from "@playwright/test";

/** Of the screen's height and area (web.dev/cls), all shifts of a page together. 0.1 passes for good; a line of text more than usual is 0.03. */
const MOST_SHIFT = 0.05;

type Shift = { value: number; moved: string[] };
type LayoutShift = PerformanceEntry & { value: number; hadRecentInput: boolean; sources: readonly { node: Node | null }[] };

/** Panels come one by one, as they do to somebody far away. */
export async function slowDown(page: Page): Promise<void> {
  const browser = await page.context().newCDPSession(page);
  await browser.send("Network.emulateNetworkConditions", { offline: false, latency: 60, downloadThroughput: 400_000, uploadThroughput: 100_000 });
  await browser.send("Emulation.setCPUThrottlingRate", { rate: 3 });
}

/** Keeps what moves in each page from now on, in `window.shifts`. */
export function watchShifts(): void {
  const shifts: Shift[] = [];
  Object.assign(window, { shifts });
  const nameOf = (node: Node | null) => (node instanceof Element ? `${node.tagName.toLowerCase()}.${node.className}` : String(node?.textContent));
  new PerformanceObserver((list) => {
    for (const { value, hadRecentInput, sources } of list.getEntries() as LayoutShift[]) {
      if (!hadRecentInput) shifts.push({ value, moved: sources.map(({ node }) => nameOf(node)) });
    }
  }).observe({ type: "layout-shift", buffered: true });
}

/** Waits until the page has all that it reads. */
export async function untilRead(page: Page): Promise<void> {
  await expect(page.getByText(/^(Reading|Still reading)/)).toHaveCount(0, { timeout: 20_000 });
}

/** Waits until the page has all that it reads, and expects that hardly anything moved until then. */
export async function expectStill(page: Page): Promise<void> {
  await untilRead(page);
  // What the last frame moved is told after it.
  await page.evaluate(() => new Promise((resolve) => { requestAnimationFrame(() => { requestAnimationFrame(resolve); }); }));
  const shifts = await page.evaluate(() => (window as unknown as { shifts: Shift[] }).shifts);
  const total = shifts.reduce((sum, { value }) => sum + value, 0);
  expect.soft(total, `${page.url()} at ${page.viewportSize()?.width} px: ${JSON.stringify(shifts)}`).toBeLessThanOrEqual(MOST_SHIFT);
}
