import { type Browser, expect, type Page } from "@playwright/test";
import { listViolations } from "../list-violations";
import { test } from "../product";
import { expectStill, slowDown, watchShifts } from "../shifts";
import { signIn, untilItHears } from "../sign-in";

const PASSWORD = "a password of their own";

/** Invites an e-mail on the page of the team. @returns the link, as it is handed over */
async function invite(page: Page, email: string, role: string): Promise<string> {
  await page.goto("/team");
  await untilItHears(page);
  const form = page.getByRole("region", { name: "Invite" });
  await form.getByRole("textbox", { name: "E-mail" }).fill(email);
  await form.getByRole("combobox", { name: "Role" }).selectOption(role);
  await form.getByRole("button", { name: "Invite" }).click();
  await expect(form.getByText(`${email} may join as ${role}`)).toBeVisible();
  return (await form.getByLabel("Invitation link").textContent()) ?? "";
}

/** Opens the link in a browser of its own, and joins as somebody new. */
async function join(browser: Browser, link: string, name: string): Promise<Page> {
  const page = await (await browser.newContext({ baseURL: new URL(link).origin })).newPage();
  await page.goto(link);
  await page.getByRole("textbox", { name: "Your name" }).fill(name);
  await page.getByRole("textbox", { name: "Choose a password" }).fill("short");
  await page.getByRole("button", { name: "Join the team" }).click();
  await expect(page.getByText("A password must have at least 12 characters.")).toBeVisible();
  await expect(page.getByRole("textbox", { name: "Your name" })).toHaveValue(name);
  await page.getByRole("textbox", { name: "Choose a password" }).fill(PASSWORD);
  await page.getByRole("button", { name: "Join the team" }).click();
  await expect(page.getByRole("heading", { name: "Overview", level: 1 })).toBeVisible();
  return page;
}

async function check(page: Page): Promise<void> {
  expect(await listViolations(page)).toEqual([]);
}

test("an admin invites a member, who joins by the link and cannot do what a member may not", async ({ page, product, browser }, { project, retry, repeatEachIndex }) => {
  // Three browsers, each hashing passwords.
  test.slow();
  const mark = `${project.name || "e2e"}-${retry}-${repeatEachIndex}-${Date.now().toString(36)}`;
  await signIn(page, product, "my-team");
  const admin = await join(browser, await invite(page, `admin-${mark}@example.com`, "admin"), "Ada Admin");
  await expect(admin.getByRole("link", { name: "Team", exact: true }).first()).toBeVisible();

  const email = `member-${mark}@example.com`;
  const link = await invite(admin, email, "member");
  // Whoever is signed in as somebody else is told so, and may go on.
  await admin.goto(link);
  await expect(admin.getByText(`You are signed in as admin-${mark}@example.com`)).toBeVisible();
  await check(admin);

  const member = await join(browser, link, "Mia Member");
  await member.goto("/team");
  await expect(member.getByRole("row", { name: new RegExp(email) })).toContainText("member");
  await expect(member.getByRole("button", { name: "Invite" })).toHaveCount(0);
  await expect(member.getByRole("textbox", { name: "E-mail" })).toHaveCount(0);
  await member.goto("/providers");
  await expect(member.getByRole("heading", { name: "Providers", level: 1 })).toBeVisible();
  await expect(member.getByRole("link", { name: "Add provider" })).toHaveCount(0);
  // What a member may do is there.
  await member.goto("/keys");
  await expect(member.getByRole("button", { name: "Create key" })).toBeVisible();

  const stranger = await (await browser.newContext({ baseURL: product.url })).newPage();
  await stranger.goto(link);
  await expect(stranger.getByText("This invitation was used already")).toBeVisible();
  await expect(stranger.getByText("My team")).toHaveCount(0);
  await check(stranger);

  // A longer list of people does not push the form away from under the admin's pointer.
  await admin.addInitScript(watchShifts);
  await slowDown(admin);
  await admin.goto("/team");
  await expectStill(admin);
});

test("pages for who is not signed in have nothing for axe to find, and say what to do", async ({ page }) => {
  for (const [path, words] of [
    ["/invitation/nonsense", "There is no such invitation"],
    ["/reset-password/nonsense", "This link is not good any more"],
    ["/forgot-password", "users reset-link EMAIL"],
    ["/sign-in?error=outside-unknown", "Ask an owner or admin of a team to invite that e-mail"],
  ] as const) {
    await page.goto(path);
    await expect(page.getByText(words)).toBeVisible();
    await check(page);
  }
});
