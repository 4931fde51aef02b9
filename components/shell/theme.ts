export const THEME_COOKIE = "routeledger.theme";

export const THEMES = ["system", "light", "dark"] as const;

export type Theme = (typeof THEMES)[number];

/** What the cookie says; anything else follows the system. */
export function parseTheme(text: string | undefined): Theme {
  return THEMES.find((theme) => theme === text) ?? "system";
}

/** The class of <html>; none leaves the choice to the system. */
export function themeClass(theme: Theme): string | undefined {
  return theme === "system" ? undefined : theme;
}
