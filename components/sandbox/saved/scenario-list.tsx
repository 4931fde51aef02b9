"use client";

import Link from "next/link";
import { useActionState, useRef } from "react";
import { PLAIN_BUTTON } from "../../button-styles";
import { ConfirmButton } from "../../form/confirm-button";
import { Dialog } from "../../form/dialog";
import { TextField } from "../../form/field";
import { BAR_BUTTON } from "./bar-button";
import type { SavedScenario, ScenarioActions } from "./scenario-actions";

type ScenarioListProps = {
  scenarios: readonly SavedScenario[];
  open: SavedScenario | null;
  readOnly: string | null;
  actions: Pick<ScenarioActions, "rename" | "remove">;
};

/** The team's scenarios: open, rename or delete one. */
export function ScenarioList({ scenarios, open, readOnly, actions }: ScenarioListProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  return (
    <>
      <button type="button" onClick={() => dialog.current?.showModal()} className={BAR_BUTTON}>Scenarios ({scenarios.length})</button>
      <Dialog dialog={dialog} title="Saved scenarios" isWide>
        {scenarios.length === 0 ? (
          <p className="py-2 text-body text-muted">None yet. {readOnly ?? "Save what you have set, and your team finds it here."}</p>
        ) : (
          <ul className="grid">
            {scenarios.map((scenario) => (
              <li key={scenario.id} className="border-b border-line py-3 last:border-0">
                <Scenario scenario={scenario} isOpen={scenario.id === open?.id} mayChange={readOnly === null} actions={actions} close={() => dialog.current?.close()} />
              </li>
            ))}
          </ul>
        )}
        {scenarios.length > 0 && readOnly !== null ? <p className="mt-2 text-table text-muted">{readOnly}</p> : null}
        <div className="mt-4 flex justify-end">
          <button type="button" onClick={() => dialog.current?.close()} className={PLAIN_BUTTON}>Close</button>
        </div>
      </Dialog>
    </>
  );
}

type ScenarioProps = { scenario: SavedScenario; isOpen: boolean; mayChange: boolean; actions: ScenarioListProps["actions"]; close: () => void };

function Scenario({ scenario: { id, name, by, at }, isOpen, mayChange, actions, close }: ScenarioProps) {
  return (
    <div className="grid gap-2">
      <div className="flex flex-wrap items-center gap-2">
        <div className="mr-auto min-w-0">
          <Link href={`/sandbox/scenarios/${id}`} prefetch={false} onClick={close} className="text-body font-medium break-words text-ink underline-offset-2 hover:underline">{name}</Link>
          {isOpen ? <span className="ml-2 rounded bg-brand-faint px-1.5 py-0.5 text-caption font-medium text-brand-strong">Open</span> : null}
          <p className="text-caption text-subtle">{by}, {at}</p>
        </div>
        {mayChange ? (
          <ConfirmButton
            label="Delete" name={`Delete ${name}`} title={`Delete “${name}”?`} confirmLabel="Delete" busyLabel="Deleting…"
            action={actions.remove} values={{ id }}
          >
            <p>Links to it will lead nowhere. Profiles and calls are not touched.</p>
          </ConfirmButton>
        ) : null}
      </div>
      {mayChange ? <Rename id={id} name={name} rename={actions.rename} /> : null}
    </div>
  );
}

function Rename({ id, name, rename }: { id: string; name: string; rename: ScenarioActions["rename"] }) {
  const [state, submit, isPending] = useActionState(rename, { status: "idle" });
  return (
    <details className="text-table text-muted">
      <summary className="w-fit rounded">Rename</summary>
      <form key={name} action={submit} className="mt-2 flex flex-wrap items-start gap-2">
        <input type="hidden" name="id" value={id} />
        <TextField name="name" label="New name" state={state} initial={name} required maxLength={200} className="flex-1 basis-48" />
        <button type="submit" disabled={isPending} className={`${BAR_BUTTON} mt-6 h-[38px]`}>{isPending ? "Renaming…" : "Rename"}</button>
      </form>
    </details>
  );
}
