"use client";

import { useTransition } from "react";

type TeamSwitcherProps = {
  teams: readonly { slug: string; name: string; demo: boolean }[];
  current: string;
  switchTeam: (slug: string) => Promise<void>;
};

/** The team that the pages are about; only text for a member of one. */
export function TeamSwitcher({ teams, current, switchTeam }: TeamSwitcherProps) {
  const [isPending, startTransition] = useTransition();
  if (teams.length < 2) return <p className="truncate px-2.5 text-body font-medium text-ink">{teams[0]?.name}</p>;
  return (
    <label className="block min-w-0">
      <span className="sr-only">Team</span>
      <select
        value={current}
        disabled={isPending}
        onChange={(event) => {
          const slug = event.target.value;
          startTransition(() => switchTeam(slug));
        }}
        className="h-9 w-full min-w-0 truncate rounded border border-line-strong px-2 text-body font-medium text-ink"
      >
        {teams.map(({ slug, name, demo }) => (
          <option key={slug} value={slug}>
            {demo ? `${name} (demonstration)` : name}
          </option>
        ))}
      </select>
    </label>
  );
}
