import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/** What axe finds against WCAG 2.2 AA on a page as it stands, each with where; empty for nothing. */
export async function listViolations(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page })
    // Of all that passes axe would write down where it is, which takes longer than to judge it.
    .options({ runOnly: { type: "tag", values: RULES }, resultTypes: ["violations"] })
    // In the page itself, for there are no frames of others in it.
    .setLegacyMode()
    .analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(" ")).join(", ")}`);
}
