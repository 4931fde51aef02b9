import { join } from "node:path";
import { PAGES } from "../pages";
import { test } from "../product";
import { signIn } from "../sign-in";
import { ROOT } from "../../scripts/start/root.mjs";

/** What a picture keeps of a long page. */
const MAX_HEIGHT = 2_000;

for (const [look, colorScheme, width] of [["light", "light", 1440], ["dark", "dark", 1440], ["phone", "light", 390]] as const) {
  test.describe(look, () => {
    test.use({ colorScheme, viewport: { width, height: 900 } });

    test("pictures of every page", async ({ page, product }) => {
      test.setTimeout(300_000);
      const take = async (name: string) => {
        // Figures stream in, and each panel says that it is being read until it is there.
        await page.getByText(/^Reading .*…$/).first().waitFor({ state: "detached" });
        const height = Math.min(MAX_HEIGHT, await page.evaluate(() => document.documentElement.scrollHeight));
        await page.setViewportSize({ width, height });
        await page.screenshot({ path: join(ROOT, "docs", "screens", `${name}-${look}.jpg`), type: "jpeg", quality: 50 });
        await page.setViewportSize({ width, height: 900 });
      };
      await page.goto("/sign-in");
      await take("sign-in");
      await signIn(page, product, "my-team");
      await take("first-run");
      await page.getByRole("combobox", { name: "Team" }).selectOption("demo");
      await page.getByText("Practice providers and made-up history").waitFor();
      for (const [name, path] of Object.entries(PAGES)) {
        await page.goto(path);
        await take(name);
      }
      await page.goto("/calls?rescued=1");
      await page.getByRole("table").getByRole("link").first().click();
      await page.getByRole("region", { name: "Attempts" }).waitFor();
      await take("call");
    });
  });
}
