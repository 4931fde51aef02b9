"use client";

import { useState } from "react";
import { type Theme, THEME_COOKIE, themeClass, THEMES } from "./theme";

const NAMES: Record<Theme, string> = { system: "System", light: "Light", dark: "Dark" };
const YEAR_SECONDS = 365 * 24 * 3_600;

function applyTheme(theme: Theme): void {
  document.documentElement.className = themeClass(theme) ?? "";
  document.cookie = `${THEME_COOKIE}=${theme}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`;
}

/** Kept in a cookie, so that the server renders the right theme at once and nothing flashes. */
export function ThemePicker({ initial }: { initial: Theme }) {
  const [theme, setTheme] = useState(initial);

  function pick(next: Theme) {
    setTheme(next);
    applyTheme(next);
  }

  return (
    <fieldset>
      <legend className="mb-1 text-caption text-subtle">Theme</legend>
      <div className="flex rounded border border-line bg-sunken p-0.5">
        {THEMES.map((option) => (
          <label
            key={option}
            className="flex-1 cursor-pointer rounded px-2 py-1 text-center text-table text-muted has-checked:bg-surface has-checked:font-medium has-checked:text-ink has-focus-visible:outline-2 has-focus-visible:outline-brand"
          >
            <input
              type="radio"
              name="theme"
              value={option}
              checked={theme === option}
              onChange={() => pick(option)}
              className="sr-only"
            />
            {NAMES[option]}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
