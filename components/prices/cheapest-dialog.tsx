"use client";

import Link from "next/link";
import { useId, useRef, useState, useTransition } from "react";
import { MAIN_BUTTON, PLAIN_BUTTON } from "../button-styles";
import { Dialog } from "../form/dialog";
import type { CheapestResult, Host, MakeCheapest } from "./price-actions";
import { proposeSlug } from "./propose-slug";

type CheapestDialogProps = { hosts: readonly Host[]; taken: readonly string[]; makeCheapest: MakeCheapest };

/** Makes a profile of the chosen hosts that asks the cheapest first, and leads to it. */
export function CheapestDialog({ hosts, taken, makeCheapest }: CheapestDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  const [slug, setSlug] = useState(() => proposeSlug(hosts[0]?.model ?? "", taken));
  const [result, setResult] = useState<CheapestResult | null>(null);
  const [isPending, startTransition] = useTransition();
  const areDifferent = new Set(hosts.map(({ weights }) => weights)).size > 1;
  const close = () => dialog.current?.close();
  return (
    <>
      <button type="button" onClick={() => dialog.current?.showModal()} className={MAIN_BUTTON}>Make a cheapest profile</button>
      <Dialog dialog={dialog} title="Make a cheapest profile">
        {result?.status === "published" ? (
          <div className="grid gap-4">
            <p role="status" className="text-body text-muted">
              The profile <strong className="font-semibold text-ink">{result.slug}</strong> is published. Requests may ask for it as their model within a second.
            </p>
            <div className="flex flex-wrap justify-end gap-2">
              <button type="button" onClick={close} className={PLAIN_BUTTON}>Stay here</button>
              <Link href={`/profiles/${encodeURIComponent(result.slug)}`} className={`inline-flex items-center ${MAIN_BUTTON}`}>Open the profile</Link>
            </div>
          </div>
        ) : (
          <form
            onSubmit={(event) => {
              event.preventDefault();
              startTransition(async () => { setResult(await makeCheapest({ slug: slug.trim(), endpoints: hosts.map(({ endpoint }) => endpoint) })); });
            }}
            className="grid gap-4"
          >
            <p className="text-body text-muted">Each call asks the cheapest of these at that moment, and falls back to the next cheapest:</p>
            <ul className="grid gap-1 text-table text-ink">{hosts.map(({ endpoint }) => <li key={endpoint} className="break-all">{endpoint}</li>)}</ul>
            {areDifferent ? <p className="rounded border border-warning-line bg-warning-faint px-3 py-2 text-table text-warning">These are different weights: a fallback may answer differently.</p> : null}
            <div className="grid gap-1">
              <label htmlFor={id} className="text-table font-medium">Name</label>
              <input
                id={id}
                value={slug}
                maxLength={64}
                autoComplete="off"
                spellCheck={false}
                aria-describedby={`${id}-problem`}
                aria-invalid={result !== null}
                onChange={(event) => { setSlug(event.target.value); }}
                className="h-9 min-w-0 rounded border border-line-strong bg-surface px-2.5 text-body text-ink"
              />
              <p id={`${id}-problem`} role="alert" className="text-table text-danger empty:hidden">{result?.problem}</p>
            </div>
            <div className="flex flex-wrap justify-end gap-2">
              <button type="button" onClick={close} className={PLAIN_BUTTON}>Cancel</button>
              <button type="submit" disabled={isPending} className={MAIN_BUTTON}>{isPending ? "Publishing…" : "Publish"}</button>
            </div>
          </form>
        )}
      </Dialog>
    </>
  );
}
