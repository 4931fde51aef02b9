"use client";

import { type ReactNode, use } from "react";
import { ProblemsContext } from "./field";

type FoldProps = {
  title: string;
  /** What is set in it, in a few words; empty when all is the default. */
  set: string;
  /** Places in the draft whose problems are inside. */
  paths: readonly string[];
  children: ReactNode;
};

/** A group of rules that stays closed until somebody wants it, and says from outside what is in it. */
export function Fold({ title, set, paths, children }: FoldProps) {
  const problems = Object.keys(use(ProblemsContext)).filter((place) => paths.some((path) => place === path || place.startsWith(`${path}.`)));
  return (
    <details className="group border-t border-line first:border-0">
      <summary className="flex min-h-9 list-none flex-wrap items-center gap-x-2 py-1.5 text-table text-ink [&::-webkit-details-marker]:hidden">
        <span aria-hidden="true" className="w-3 text-subtle group-open:rotate-90">›</span>
        <span className="font-medium">{title}</span>
        <span className={`min-w-0 truncate text-caption ${problems.length > 0 ? "text-danger" : "text-subtle"}`}>
          {problems.length > 0 ? "Something in here needs a look" : set === "" ? "Default" : set}
        </span>
      </summary>
      <div className="grid gap-3 pt-1 pb-3 pl-5">{children}</div>
    </details>
  );
}

/** Fields beside each other, as many as fit. */
export function FieldGrid({ children }: { children: ReactNode }) {
  return <div className="grid grid-cols-[repeat(auto-fill,minmax(11rem,1fr))] gap-3">{children}</div>;
}
