import type { Page } from "@playwright/test";
import type { Product } from "./product";

/** Signs the owner in and goes to a page of one of their teams. */
export async function signIn(page: Page, { email, password }: Product, team: "my-team" | "demo", path = "/"): Promise<void> {
  await page.goto("/sign-in");
  await page.getByRole("textbox", { name: "E-mail" }).fill(email);
  await page.getByRole("textbox", { name: "Password" }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("heading", { name: "Overview", level: 1 }).waitFor();
  const switcher = page.getByRole("combobox", { name: "Team" });
  if ((await switcher.inputValue()) !== team) {
    await switcher.selectOption(team);
    await page.getByText("Practice providers and made-up history").waitFor({ state: team === "demo" ? "visible" : "hidden" });
  }
  await page.goto(path);
}
