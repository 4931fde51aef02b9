import { expect } from "@playwright/test";
import { test } from "../product";
import { signIn } from "../sign-in";

test("a name that cannot be is refused beside its field, and nothing typed is lost", async ({ page, product }) => {
  await signIn(page, product, "my-team", "/keys");
  const name = page.getByRole("textbox", { name: "Name" });
  await name.fill("   ");
  await page.getByRole("button", { name: "Create key" }).click();
  await expect(page.locator("#key-name-problem")).not.toBeEmpty();
  await expect(name).toHaveValue("   ");
});
