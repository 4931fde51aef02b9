import { LAST_MONTH } from "../pages";
import { test } from "../product";
import { expectStill, slowDown, watchShifts } from "../shifts";
import { signIn } from "../sign-in";

/** Those whose panels come one by one, with a call's, which is found there. */
const PAGES = [
  "/", "/calls", "/calls?outcome=failed&range=30d", "/waste", "/savings", "/prices", "/prices/feeds", "/profiles", "/keys", "/settings/audit", "/sandbox",
  "/reports", `/reports/${LAST_MONTH}`, `/reports/${LAST_MONTH}/focus`, `/reports/${LAST_MONTH}/invoices`, "/budgets", "/alerts", "/team",
];

for (const width of [1440, 390]) {
  test.describe(`${width} px wide`, () => {
    test.use({ viewport: { width, height: 900 } });

    test("nothing moves on any page when its data comes", async ({ page, product }) => {
      test.slow();
      await page.addInitScript(watchShifts);
      // As the switch does it: a call that another story makes meanwhile is news, and moves what is below it.
      await page.addInitScript(() => { sessionStorage.setItem("routeledger.paused", "1"); });
      await signIn(page, product, "demo", "/calls");
      const call = (await page.getByRole("table").getByRole("link").first().getAttribute("href")) ?? "";
      await slowDown(page);
      for (const path of [...PAGES, call]) {
        await page.goto(path);
        await expectStill(page);
      }
    });
  });
}
