"use client";

import { useRouter } from "next/navigation";
import { useRef, useState, useTransition } from "react";
import type { FieldChange } from "@/lib/core/change";
import { MAIN_BUTTON, PLAIN_BUTTON } from "../button-styles";
import { Dialog } from "../form/dialog";
import { ChangeList } from "./change-list";
import type { RestoreInput, RestoreResult } from "./editor-actions";

type RollbackButtonProps = {
  slug: string;
  version: number;
  /** The version that serves now. */
  current: number;
  /** What going back changes; null when one of the two cannot be read. */
  changes: readonly FieldChange[] | null;
  restore: (input: RestoreInput) => Promise<RestoreResult>;
};

/** Asks once more, and why, before calls follow an earlier version again. */
export function RollbackButton({ slug, version, current, changes, restore }: RollbackButtonProps) {
  const router = useRouter();
  const dialog = useRef<HTMLDialogElement>(null);
  const [note, setNote] = useState("");
  const [problem, setProblem] = useState<string | null>(null);
  const [isPending, startTransition] = useTransition();
  const submit = async () => {
    const result = await restore({ slug, version, expectedVersion: current, note });
    if (result.status === "failed") {
      setProblem(result.message);
      return;
    }
    dialog.current?.close();
    router.push(`/profiles/${slug}/versions?restored=${version}`);
  };
  const id = `roll-back-${version}`;
  return (
    <>
      <button
        type="button"
        aria-label={`Roll back to version ${version}`}
        onClick={() => dialog.current?.showModal()}
        className="h-7 rounded border border-line-strong px-2.5 text-table font-medium text-ink hover:bg-hover"
      >
        {version < current ? "Roll back" : "Take up again"}
      </button>
      <Dialog dialog={dialog} title={<>Let version {version} of {slug} serve again?</>} isWide>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            startTransition(submit);
          }}
          className="grid gap-3"
        >
          <p className="text-body text-muted">Calls follow it within a second. Version {current} stays in the list, and can be taken up again.</p>
          {changes === null ? null : changes.length === 0 ? <p className="text-table text-ink">Both say the same.</p> : <ChangeList label="What changes" changes={changes} />}
          <div className="grid gap-1">
            <label htmlFor={`${id}-note`} className="text-table font-medium">Why</label>
            <input
              id={`${id}-note`}
              value={note}
              maxLength={200}
              autoComplete="off"
              placeholder="For the audit log"
              aria-describedby={`${id}-problem`}
              onChange={(event) => { setNote(event.target.value); }}
              className="h-9 rounded border border-line-strong bg-surface px-2.5 text-body text-ink placeholder:text-subtle"
            />
            <p id={`${id}-problem`} role="alert" className="text-table text-danger empty:hidden">{problem}</p>
          </div>
          <div className="flex flex-wrap justify-end gap-2">
            <button type="button" onClick={() => dialog.current?.close()} className={PLAIN_BUTTON}>Keep version {current}</button>
            <button type="submit" disabled={isPending} className={MAIN_BUTTON}>
              {isPending ? "Going back…" : `Let version ${version} serve`}
            </button>
          </div>
        </form>
      </Dialog>
    </>
  );
}
