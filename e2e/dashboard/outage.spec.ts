import { expect, type Page } from "@playwright/test";
import { createCascade, type Cascade } from "../cascade";
import { test } from "../product";
import { signIn } from "../sign-in";

let cascade: Cascade;
test.beforeAll(async ({ product }) => {
  cascade = await createCascade(product, "outage", ["1.00", "5.00"]);
});
test.afterAll(() => cascade.close());

async function call(times: number): Promise<void> {
  for (let i = 0; i < times; i += 1) {
    await cascade.client.chat.completions.create({ model: cascade.profile, messages: [{ role: "user", content: `call ${i}` }] });
  }
}

const availability = (page: Page) => page.getByRole("region", { name: "Availability" });

test("a provider goes down, and the overview, the call and the waste page show it within seconds, untouched", async ({ page, product, context }) => {
  await call(2);
  await signIn(page, product, "my-team", `/?profile=${cascade.profile}&range=24h`);
  await expect(page.getByRole("button", { name: "Follow new calls: Live" })).toBeVisible();
  await expect(availability(page)).toContainText("0 calls rescued of 2 served");

  const waste = await context.newPage();
  await waste.goto(`/waste?profile=${cascade.profile}&range=24h`);
  await expect(waste.getByRole("button", { name: "Follow new calls: Live" })).toBeVisible();

  cascade.fail(1, "* x 503");
  await call(3);
  await expect(availability(page)).toContainText("3 calls rescued of 5 served");
  await waste.bringToFront();
  await expect(waste.getByRole("main")).toContainText("Overloaded");

  await waste.goto(`/calls?profile=${cascade.profile}&range=24h&rescued=1`);
  await waste.getByRole("table").getByRole("link").first().click();
  const attempts = waste.getByRole("region", { name: "Attempts" });
  await expect(attempts).toContainText(cascade.endpoints[0] ?? "");
  await expect(attempts).toContainText(cascade.endpoints[1] ?? "");
  await expect(waste.getByText("Overloaded", { exact: false }).first()).toBeVisible();
});

test("a page that was paused stays as it is, until it is followed again", async ({ page, product, context }) => {
  cascade.fail(1, "* x ok");
  await signIn(page, product, "my-team", `/?profile=${cascade.profile}&range=24h`);
  const follow = page.getByRole("button", { name: /^Follow new calls/ });
  await expect(follow).toHaveAccessibleName("Follow new calls: Live");
  await follow.click();
  await expect(follow).toHaveAccessibleName("Follow new calls: Paused");
  await expect(availability(page)).toContainText("of 5 served");

  // Another tab follows, and so tells when the call is booked.
  const other = await context.newPage();
  await other.goto(page.url());
  await call(1);
  await expect(availability(other)).toContainText("of 6 served");
  await expect(availability(page)).toContainText("of 5 served");
  await page.bringToFront();
  await follow.click();
  await expect(availability(page)).toContainText("of 6 served");
});
