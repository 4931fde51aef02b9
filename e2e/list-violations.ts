import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/** What depends on the theme and on the width; all else is the same markup in both. */
const OF_LOOKS = ["color-contrast", "link-in-text-block", "target-size", "scrollable-region-focusable"];

/**
 * What axe finds against WCAG 2.2 AA on a page as it stands, each with where; empty for nothing.
 * @param of all rules, or those alone that the theme or the width can break
 */
export async function listViolations(page: Page, of: "all" | "looks" = "all"): Promise<string[]> {
  const runOnly = of === "all" ? { type: "tag" as const, values: TAGS } : { type: "rule" as const, values: OF_LOOKS };
  const { violations } = await new AxeBuilder({ page })
    // Of all that passes axe would write down where it is, which takes longer than to judge it.
    .options({ runOnly, resultTypes: ["violations"] })
    // In the page itself, for there are no frames of others in it.
    .setLegacyMode()
    .analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(" ")).join(", ")}`);
}
