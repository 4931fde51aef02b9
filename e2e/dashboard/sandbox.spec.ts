import { expect, type Page } from "@playwright/test";
import { test } from "../product";
import { signIn } from "../sign-in";

/** The cells of a figure, the profile in force first. */
const figure = (page: Page, name: string) =>
  page.getByRole("group", { name: "Profiles side by side" }).getByRole("row", { name: new RegExp(`^${name}`) }).getByRole("cell");

const simulated = (page: Page) => page.getByText("Simulated call by call");

/** A change makes the figures busy at once, until the simulated machine has answered what stands there now. */
async function answerAnew(page: Page, change: () => Promise<unknown>): Promise<void> {
  await change();
  await expect(page.locator('[aria-busy="false"]', { has: page.getByRole("group", { name: "Profiles side by side" }) })).toBeVisible();
  await expect(simulated(page)).toBeVisible();
}

/** The costs of all profiles to the fifth digit, each in a sentence. */
const costsInWords = (page: Page) =>
  page.getByRole("region", { name: "WARC by tier" }).getByRole("img").evaluateAll((images) => images.map((image) => image.getAttribute("aria-label")));

test("who fears an outage sees what it would cost, shares it, finds a cheaper profile and publishes it, and it is held to what was predicted", async ({ browser, page, product }) => {
  await signIn(page, product, "demo", "/sandbox");
  await page.getByRole("combobox", { name: "Profile" }).selectOption("premium-cascade");
  await page.waitForURL(/profile=premium-cascade/);
  const trouble = page.getByRole("combobox", { name: "What goes wrong" });
  await answerAnew(page, () => trouble.selectOption({ label: "Nothing: the days as they are" }));

  const [warc, availability] = [figure(page, "WARC").first(), figure(page, "Availability").first()];
  const before = { warc: await warc.innerText(), availability: await availability.innerText() };
  await page.getByRole("heading", { name: "Tiers", level: 3 }).click();
  // All the way down: two simulations of different chances differ a little in any case.
  await answerAnew(page, () => page.getByRole("slider", { name: "Success when tried, %, slider" }).first().press("Home"));
  await expect(warc).not.toHaveText(before.warc);
  expect(parseFloat(await availability.innerText())).toBeLessThan(parseFloat(before.availability));
  await answerAnew(page, () => page.getByRole("textbox", { name: "Success when tried, %" }).first().fill("90"));

  await answerAnew(page, () => trouble.selectOption({ label: "Primary down for 77 minutes at peak" }));
  const timeline = page.getByRole("region", { name: "Share by tier over time" }).getByRole("group", { name: /^Of .* calls/ });
  await expect(timeline).toHaveAccessibleName(/Trouble: anthropic down/);

  await page.getByRole("button", { name: "Copy the same, for you to change" }).click();
  const tiers = page.getByRole("list", { name: "Tiers of Copy" }).getByRole("heading", { level: 3 });
  const [first = "", second = ""] = (await tiers.allInnerTexts()).map((text) => text.replace(/^Tier \d+\s+/, ""));
  await answerAnew(page, () => page.getByRole("button", { name: `Move ${second} up` }).click());
  await expect(tiers).toContainText([`Tier 1 ${second}`, `Tier 2 ${first}`]);
  const verdict = page.getByRole("region", { name: "Verdict" });
  await expect(verdict).toContainText("A verdict needs 200 recorded attempts of each endpoint, or a success rate that you set yourself");
  for (const [place, endpoint] of ["openai/gpt-4o", "anthropic/claude-haiku-4.5"].entries()) {
    await page.getByRole("region", { name: "Scenario" }).getByText(endpoint, { exact: true }).first().click();
    await answerAnew(page, () => page.getByRole("textbox", { name: "Success when tried, %" }).nth(place + 1).fill("98.7"));
  }
  await expect(verdict).toContainText("Copy is cheaper");

  const elsewhere = await (await browser.newContext({ baseURL: product.url, storageState: await page.context().storageState() })).newPage();
  await elsewhere.goto(page.url());
  await expect(simulated(elsewhere)).toBeVisible();
  expect(await costsInWords(elsewhere)).toEqual(await costsInWords(page));
  await expect(elsewhere.getByRole("list", { name: "Tiers of Copy" }).getByRole("heading", { level: 3 }).first()).toHaveText(`Tier 1 ${second}`);
  await elsewhere.context().close();

  await page.getByRole("tab", { name: "Optimise" }).click();
  await page.getByRole("button", { name: "Find the cheapest" }).click();
  const cheapest = page.getByRole("region", { name: "The cheapest that keeps all" });
  await cheapest.getByRole("button", { name: /^Load .* as a candidate$/ }).click();
  await expect(page.getByText("Loaded as a candidate")).toBeVisible();
  await page.getByRole("tab", { name: "What-if" }).click();
  await expect(page.getByRole("list", { name: "Tiers of Candidate 1" })).toBeVisible();

  await page.getByRole("button", { name: "Publish as a new version…" }).click();
  const dialog = page.getByRole("dialog", { name: "Publish premium-cascade as a new version" });
  await dialog.getByRole("textbox", { name: "Why" }).fill("an outage of the primary is cheaper so");
  await dialog.getByRole("button", { name: "Publish", exact: true }).click();
  await expect(page.getByText("Version 2 is published")).toBeVisible();
  await expect(page.getByRole("region", { name: "Predicted and happened" })).toContainText("Version 2");
});

test("a drill sends calls through the real gateway, and holds them against what was predicted", async ({ page, product }) => {
  await signIn(page, product, "demo", "/sandbox?profile=cheapest-llama&tab=drill");
  await page.getByRole("spinbutton", { name: "Calls" }).fill("20");
  await page.getByRole("button", { name: "Start the drill" }).click();
  await expect(page.getByText("20 of 20 came back")).toBeVisible();
  await expect(page.getByText("The ledger has what the clients of these 20 calls were told")).toBeVisible();
  await expect(page.getByRole("table").getByRole("row", { name: /^Availability/ })).toContainText("within");
});
