import { expect, type Page } from "@playwright/test";
import { PAGES } from "../pages";
import { listViolations } from "../list-violations";
import { test } from "../product";
import { untilRead } from "../shifts";
import { signIn, untilItHears } from "../sign-in";

/** With an empty list, and with amounts that are a range. */
const ADDRESSES = [...Object.values(PAGES), "/calls?cause=auth&tier=2&endpoint=nobody/m", "/savings?range=30d&baseline=openai/gpt-4o"];
/** As many pages as one test looks at. */
const SHARE = 6;
/** Each theme and each width once: colours do not depend on the width, nor the layout on the theme. */
const LOOKS = [{ colorScheme: "light", width: 1440 }, { colorScheme: "dark", width: 390 }] as const;

/** What the browser complains of while a page is used. */
function listenForComplaints(page: Page): string[] {
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  return complaints;
}

/** Gives the page a look, and waits until what it changes has come to rest. */
async function wear(page: Page, { colorScheme, width }: (typeof LOOKS)[number]): Promise<void> {
  await page.emulateMedia({ colorScheme });
  await page.setViewportSize({ width, height: 900 });
  await page.evaluate(async () => {
    await new Promise((resolve) => { requestAnimationFrame(() => { requestAnimationFrame(resolve); }); });
    const changes = document.getAnimations().filter((each) => each instanceof CSSTransition);
    await Promise.allSettled(changes.map(({ finished }) => finished));
  });
}

async function checkOnce(page: Page, rules: "all" | "looks" = "all"): Promise<void> {
  await untilRead(page);
  expect(await listViolations(page, rules)).toEqual([]);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overflow).toBeLessThanOrEqual(0);
}

/** Holds a page against all that axe knows in the look that it has come in, and in the other against what that can break. */
async function check(page: Page, inLook: number): Promise<void> {
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  for (const look of [inLook, 1 - inLook]) {
    await wear(page, LOOKS[look] ?? LOOKS[0]);
    await checkOnce(page, look === inLook ? "all" : "looks");
  }
}

/** Pages come in one look or the other by turns: they share their components. */
async function checkAll(page: Page, paths: readonly string[], goTo: (path: string) => Promise<unknown>): Promise<void> {
  for (const [place, path] of paths.entries()) {
    const inLook = place % 2;
    await wear(page, LOOKS[inLook] ?? LOOKS[0]);
    await goTo(path);
    await check(page, inLook);
  }
}

test("the ways in have nothing for axe to find, no complaint of the browser's and no sideways scroll", async ({ page, product }) => {
  const complaints = listenForComplaints(page);
  await checkAll(page, ["/sign-in", "/forgot-password", "/reset-password/nobody", "/invitation/nobody"], (path) => page.goto(path));
  // A team that has called nothing yet, unless another story has begun in it.
  await signIn(page, product, "my-team");
  await check(page, 1);
  expect(complaints).toEqual([]);
});

for (let first = 0; first < ADDRESSES.length; first += SHARE) {
  const share = ADDRESSES.slice(first, first + SHARE);
  test(`nor have ${share.join(" ")}`, async ({ page, product }) => {
    test.slow();
    const complaints = listenForComplaints(page);
    await checkAll(page, share, (path) => (path === share[0] ? signIn(page, product, "demo", path) : page.goto(path)));
    expect(complaints).toEqual([]);
  });
}

for (const { colorScheme, width } of LOOKS) {
  test.describe(`${colorScheme}, ${width} px wide`, () => {
    test.use({ colorScheme, viewport: { width, height: 900 } });

    test("nor have a call, a provider, an endpoint and the keyboard's help", async ({ page, product }) => {
      const complaints = listenForComplaints(page);
      await signIn(page, product, "demo", "/calls?rescued=1");
      await page.getByRole("table").getByRole("link").first().click();
      await page.getByRole("region", { name: "Attempts" }).waitFor();
      await checkOnce(page);
      await page.keyboard.press("?");
      await expect(page.getByRole("dialog", { name: "Keyboard" })).toBeVisible();
      await checkOnce(page);
      await page.goto("/providers");
      await page.getByRole("table").getByRole("link").first().click();
      await page.waitForURL(/providers\/[0-9a-f-]{36}$/);
      await checkOnce(page);
      await page.getByRole("main").locator(`a[href^="${new URL(page.url()).pathname}/"]`).first().click();
      await page.waitForURL(/providers\/[0-9a-f-]{36}\/[0-9a-f-]{36}/);
      await checkOnce(page);
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
  await untilItHears(page);
  await page.getByRole("combobox", { name: "Team" }).selectOption("my-team");
  await expect(page.getByText("Practice providers and made-up history")).toBeHidden();
  for (const path of [href, "/calls/01a20408-fd95-7804-baa9-000000000000", "/calls/nonsense"]) {
    const response = await page.goto(path);
    expect(response?.status()).toBe(404);
    await expect(page.getByRole("region", { name: "Attempts" })).toHaveCount(0);
  }
});
