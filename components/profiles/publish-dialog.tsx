"use client";

import Link from "next/link";
import { type RefObject, useState, useTransition } from "react";
import type { FieldChange } from "@/lib/core/change";
import { MAIN_BUTTON, PLAIN_BUTTON } from "../button-styles";
import { Dialog } from "../form/dialog";
import { ChangeList } from "./change-list";
import type { PublishResult } from "./editor-actions";

type PublishDialogProps = {
  dialog: RefObject<HTMLDialogElement | null>;
  slug: string;
  /** The version that the draft was begun from, 0 for a new profile. */
  fromVersion: number;
  /** What the draft changes. */
  changes: readonly FieldChange[];
  publish: (note: string, expectedVersion: number) => Promise<PublishResult>;
};

/** Shows what changes, asks why, and says so when another one was quicker: nothing is overwritten unseen. */
export function PublishDialog({ dialog, slug, fromVersion, changes, publish }: PublishDialogProps) {
  const [note, setNote] = useState("");
  const [result, setResult] = useState<PublishResult | null>(null);
  const [isPending, startTransition] = useTransition();
  const stale = result?.status === "stale" ? result : null;
  const expected = stale?.version ?? fromVersion;
  const close = () => {
    dialog.current?.close();
    setResult(null);
  };
  return (
    <Dialog dialog={dialog} title={fromVersion === 0 ? "Publish the profile" : `Publish ${slug} as a new version`} isWide>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          startTransition(async () => { setResult(await publish(note, expected)); });
        }}
        className="grid gap-4"
      >
        {fromVersion === 0 ? (
          <p className="text-body text-muted">Requests may ask for it within a second.</p>
        ) : (
          <>
            <p className="text-body text-muted">Calls follow it within a second. What it changes from version {fromVersion}:</p>
            {changes.length === 0 ? <p className="text-table text-ink">No rule; only the name.</p> : <ChangeList label="What changes" changes={changes} />}
          </>
        )}
        {stale ? <Stale slug={slug} stale={stale} fromVersion={fromVersion} /> : null}
        <div className="grid gap-1">
          <label htmlFor="publish-note" className="text-table font-medium">Why</label>
          <input
            id="publish-note"
            value={note}
            maxLength={200}
            autoComplete="off"
            placeholder="What others should know about this change"
            aria-describedby="publish-problem"
            onChange={(event) => { setNote(event.target.value); }}
            className="h-9 rounded border border-line-strong bg-surface px-2.5 text-body text-ink placeholder:text-subtle"
          />
          <p id="publish-problem" role="alert" className="text-table text-danger empty:hidden">{problemOf(result)}</p>
        </div>
        <div className="flex flex-wrap justify-end gap-2">
          <button type="button" onClick={close} className={PLAIN_BUTTON}>Back to the draft</button>
          <button type="submit" disabled={isPending} className={MAIN_BUTTON}>
            {isPending ? "Publishing…" : stale ? `Publish on top of version ${stale.version}` : "Publish"}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

function Stale({ slug, stale, fromVersion }: { slug: string; stale: Extract<PublishResult, { status: "stale" }>; fromVersion: number }) {
  const compare = `/profiles/${slug}/versions?${new URLSearchParams({ base: String(fromVersion), other: String(stale.version) })}`;
  return (
    <section role="alert" aria-label="Another version was published meanwhile" className="grid gap-2 rounded-card border border-warning-line bg-warning-faint p-3">
      <p className="text-body font-semibold text-ink">
        {stale.by ?? "Somebody"} made version {stale.version} serve while you were editing version {fromVersion}
      </p>
      <p className="text-table text-warning">
        Nothing was published, and your draft is kept whole. Published on top of it, your draft takes the place of this:
      </p>
      {stale.changes.length === 0 ? <p className="text-table text-ink">It says the same as the version that you began from.</p> : <ChangeList label="What the other version changed" changes={stale.changes} />}
      <Link href={compare} target="_blank" className="text-table text-brand underline underline-offset-2">Look at version {stale.version} in a new tab</Link>
    </section>
  );
}

function problemOf(result: PublishResult | null): string | null {
  if (result?.status === "failed") return result.message;
  if (result?.status === "unchanged") return `Version ${result.version} says this already: there is nothing to publish.`;
  if (result?.status !== "refused") return null;
  return result.problems.note ?? `Something in the draft needs a look first: ${Object.values(result.problems).join(" ")}`;
}
