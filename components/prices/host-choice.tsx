"use client";

import Link from "next/link";
import { createContext, type ReactNode, useContext, useState } from "react";
import { PLAIN_BUTTON } from "../button-styles";
import { plural } from "../counts";
import { CheapestDialog } from "./cheapest-dialog";
import type { Host, MakeCheapest } from "./price-actions";

const Choice = createContext<{ chosen: readonly Host[]; toggle: (host: Host) => void }>({ chosen: [], toggle: () => undefined });

export const MOST_COMPARED = 4;

type HostChoiceProps = {
  /** From the address: those that are compared. */
  initial: readonly Host[];
  /** The page's address without a comparison. */
  plainHref: string;
  /** Slugs of the team's profiles. */
  taken: readonly string[];
  /** null for who may not publish profiles. */
  makeCheapest: MakeCheapest | null;
  children: ReactNode;
};

/** Holds what is ticked in the table, and below it what can be done with that. */
export function HostChoice({ initial, plainHref, taken, makeCheapest, children }: HostChoiceProps) {
  const [chosen, setChosen] = useState<readonly Host[]>(initial);
  const toggle = (host: Host) => {
    setChosen(chosen.some(({ endpoint }) => endpoint === host.endpoint) ? chosen.filter(({ endpoint }) => endpoint !== host.endpoint) : [...chosen, host]);
  };
  const isTooMany = chosen.length > MOST_COMPARED;
  return (
    <Choice value={{ chosen, toggle }}>
      {children}
      {chosen.length === 0 ? null : (
        <section aria-label="Chosen hosts" className="sticky bottom-0 z-10 -mx-4 mt-4 -mb-4 flex flex-wrap items-center gap-x-3 gap-y-2 rounded-b-card border-t border-line bg-surface px-4 py-3">
          <p className="text-body font-medium text-ink">{plural(chosen.length, "host")} chosen</p>
          {chosen.length < 2 || isTooMany ? (
            <p className="text-table text-muted">{isTooMany ? `To compare, choose at most ${MOST_COMPARED}.` : "Choose another one to compare."}</p>
          ) : (
            <Link href={compareHref(plainHref, chosen)} className={`inline-flex items-center ${PLAIN_BUTTON}`}>Compare</Link>
          )}
          {makeCheapest ? (
            <CheapestDialog key={chosen.map(({ endpoint }) => endpoint).join()} hosts={chosen} taken={taken} makeCheapest={makeCheapest} />
          ) : (
            <p className="text-table text-muted">An owner or an admin of the team makes a profile of them.</p>
          )}
          <button type="button" onClick={() => { setChosen([]); }} className="ml-auto text-table text-brand underline-offset-2 hover:underline">Choose none</button>
        </section>
      )}
    </Choice>
  );
}

function compareHref(plainHref: string, chosen: readonly Host[]): string {
  const [path = "", query] = plainHref.split("?");
  const params = new URLSearchParams(query);
  params.set("compare", chosen.map(({ endpoint }) => endpoint).join(","));
  return `${path}?${params}`;
}

export function HostCheckbox({ host }: { host: Host }) {
  const { chosen, toggle } = useContext(Choice);
  return (
    <label className="-my-1 inline-flex size-6 shrink-0 items-center justify-center">
      <span className="sr-only">Choose {host.endpoint}</span>
      <input
        type="checkbox"
        checked={chosen.some(({ endpoint }) => endpoint === host.endpoint)}
        onChange={() => { toggle(host); }}
        className="size-4 accent-brand"
      />
    </label>
  );
}
