import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

const css = readFileSync(new URL("../../app/globals.css", import.meta.url), "utf8");
const tokens = new Map([...css.matchAll(/--([\w-]+): light-dark\((#\w{6}), (#\w{6})\);/g)].map(([, name = "", light = "", dark = ""]) => [name, { light, dark }]));

/** WCAG 2.2's relative luminance. */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const channel = parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(theme: "light" | "dark", a: string, b: string): number {
  const [first, second] = [a, b].map((name) => {
    const token = tokens.get(name);
    if (!token) throw new Error(`no token ${name}`);
    return luminance(token[theme]) + 0.05;
  });
  return Math.max(first ?? 0, second ?? 0) / Math.min(first ?? 1, second ?? 1);
}

const GROUNDS = ["ground", "surface", "surface-sunken", "surface-hover"];
const TEXTS = ["text", "text-muted", "text-subtle", "brand", "brand-strong", "saving", "premium", "danger"];
const MARKS = [
  "tier-1", "tier-2", "tier-3", "tier-4", "waste", "saving", "premium", "line-strong",
  "cause-limit", "cause-error", "cause-timeout", "cause-cut", "cause-cancelled",
];

describe.each(["light", "dark"] as const)("the %s theme", (theme) => {
  test.each(GROUNDS.flatMap((ground) => TEXTS.map((text) => [text, ground] as const)))("%s is readable on %s", (text, ground) => {
    expect(contrast(theme, text, ground)).toBeGreaterThanOrEqual(4.5);
  });

  test.each([
    ["brand-contrast", "brand"],
    ["brand-contrast", "brand-strong"],
    ["brand-strong", "brand-faint"],
    ["danger-contrast", "danger"],
    ["danger", "danger-faint"],
    ["warning", "warning-faint"],
  ])("%s is readable on %s", (text, ground) => {
    expect(contrast(theme, text, ground)).toBeGreaterThanOrEqual(4.5);
  });

  test.each(MARKS)("%s stands out from a card", (mark) => {
    expect(contrast(theme, mark, "surface")).toBeGreaterThanOrEqual(3);
  });

  test("the tiers stand out the less the further they are from the first", () => {
    const steps = ["tier-1", "tier-2", "tier-3", "tier-4"].map((tier) => contrast(theme, tier, "surface"));
    expect(steps).toEqual([...steps].sort((a, b) => b - a));
  });
});
