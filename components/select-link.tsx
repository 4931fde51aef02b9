"use client";

import { useRouter } from "next/navigation";
import { useTransition } from "react";

type SelectLinkProps = {
  label: string;
  options: readonly { value: string; label: string; href: string }[];
  current: string;
};

/** A choice that is an address: picking an option goes to its page. */
export function SelectLink({ label, options, current }: SelectLinkProps) {
  const router = useRouter();
  const [isPending, startTransition] = useTransition();
  return (
    <label className="flex min-w-0 items-center gap-2 text-table text-muted">
      <span className="shrink-0">{label}</span>
      <select
        value={current}
        aria-busy={isPending}
        onChange={(event) => {
          const href = options.find(({ value }) => value === event.target.value)?.href;
          if (href !== undefined) startTransition(() => router.push(href));
        }}
        className="h-8 max-w-56 min-w-0 truncate rounded border border-line-strong px-2 text-table text-ink aria-busy:opacity-60"
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>{option.label}</option>
        ))}
      </select>
    </label>
  );
}
