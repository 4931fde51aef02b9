"use client";

import Link from "next/link";
import { useState } from "react";
import { formatCount, plural } from "../counts";
import { TextField } from "../form/field";

export type KnownEntry = { slug: string; name: string; models: number; priced: number };

/** The providers of the catalogue, to be found by a few letters. Each leads to its form. */
export function KnownList({ entries }: { entries: readonly KnownEntry[] }) {
  const [typed, setTyped] = useState("");
  const words = typed.toLowerCase().split(/\s+/);
  const shown = entries.filter(({ slug, name }) => words.every((word) => `${slug} ${name}`.toLowerCase().includes(word)));
  return (
    <div className="grid gap-3">
      <div onChange={(event) => { setTyped((event.target as HTMLInputElement).value); }}>
        <TextField name="find" label="Which provider" type="search" placeholder={`Search ${formatCount(entries.length)}`} className="max-w-sm" />
      </div>
      <p role="status" className="text-table text-muted empty:hidden">
        {shown.length === 0 ? "The catalogue has none of this name. Add it by hand below." : typed === "" ? null : plural(shown.length, "provider")}
      </p>
      <ul className="grid grid-cols-1 gap-x-4 sm:grid-cols-2 xl:grid-cols-3">
        {shown.map(({ slug, name, models, priced }) => (
          <li key={slug} className="border-b border-line">
            <Link href={`/providers/new?from=${slug}`} className="flex min-h-9 items-center justify-between gap-3 px-1 py-1.5 hover:bg-hover">
              <span className="min-w-0 truncate text-body font-medium text-brand">{name}</span>
              <span className="shrink-0 text-caption text-muted">{priced === models ? plural(models, "model") : `${plural(models, "model")}, ${formatCount(priced)} priced`}</span>
            </Link>
          </li>
        ))}
      </ul>
    </div>
  );
}
