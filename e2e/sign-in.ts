import type { Cookie, Page } from "@playwright/test";
import type { Product } from "./product";

type Team = "my-team" | "demo";

/** This worker's own sessions, one for each team, each from the form. */
const sessions = new Map<Team, Cookie[]>();

/**
 * Lets the owner in and goes to a page of one of their teams: through the form the first time, with the session that it
 * gave from then on, for as long as no test ends it or chooses another team in it.
 */
export async function signIn(page: Page, product: Product, team: Team, path = "/"): Promise<void> {
  const kept = sessions.get(team);
  if (kept) {
    await page.context().addCookies(kept);
    await page.goto(path);
    if (await isIn(page, team)) return untilItHears(page);
    await page.context().clearCookies();
  }
  await signInByForm(page, product, team);
  sessions.set(team, await page.context().cookies());
  await page.goto(path);
  await untilItHears(page);
}

/** Until a page of the dashboard hears what is pressed and chosen, which it says to who listens to it. */
export async function untilItHears(page: Page): Promise<void> {
  await page.getByText("Press ? for the keys of this page.").waitFor({ state: "attached" });
}

async function isIn(page: Page, team: Team): Promise<boolean> {
  const switcher = page.getByRole("combobox", { name: "Team" });
  await switcher.or(page.getByRole("button", { name: "Sign in" })).waitFor();
  return (await switcher.isVisible()) && (await switcher.inputValue()) === team;
}

async function signInByForm(page: Page, { email, password }: Product, team: Team): Promise<void> {
  await page.goto("/sign-in");
  await page.getByRole("textbox", { name: "E-mail" }).fill(email);
  await page.getByRole("textbox", { name: "Password" }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("heading", { name: "Overview", level: 1 }).waitFor();
  await untilItHears(page);
  const switcher = page.getByRole("combobox", { name: "Team" });
  if ((await switcher.inputValue()) === team) return;
  await switcher.selectOption(team);
  await page.getByText("Practice providers and made-up history").waitFor({ state: team === "demo" ? "visible" : "hidden" });
}
