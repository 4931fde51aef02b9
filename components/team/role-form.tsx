"use client";

import { useActionState, useId, useRef, useState } from "react";
import { DANGER_BUTTON, PLAIN_BUTTON } from "../button-styles";
import { Dialog } from "../form/dialog";
import type { FormAction, FormState } from "../form/form-state";

type RoleFormProps = {
  userId: string;
  name: string;
  role: string;
  roles: readonly string[];
  /** Why it cannot be changed. */
  refusal: string | null;
  changeRole: FormAction<FormState<never>>;
};

const BUTTON = "h-8 rounded border border-line-strong bg-surface px-2.5 text-table font-medium text-ink hover:bg-hover disabled:opacity-60";

/** A choice alone changes nothing, since arrow keys run through a list: it is saved by a button, and for owners asked again. */
export function RoleForm({ userId, name, role, roles, refusal, changeRole }: RoleFormProps) {
  const [state, submit, isPending] = useActionState(changeRole, { status: "idle" });
  const [chosen, setChosen] = useState<string | null>(null);
  const dialog = useRef<HTMLDialogElement>(null);
  const reasonId = useId();
  const next = chosen ?? role;
  const isChanged = next !== role;
  const isAboutOwners = role === "owner" || next === "owner";
  const save = (form: FormData) => {
    dialog.current?.close();
    submit(form);
  };
  return (
    <form action={save} className="grid gap-1">
      <input type="hidden" name="userId" value={userId} />
      <input type="hidden" name="role" value={next} />
      <div className="flex items-center gap-2">
        <select
          aria-label={`Role of ${name}`}
          aria-describedby={reasonId}
          value={next}
          disabled={refusal !== null || isPending}
          onChange={(event) => { setChosen(event.target.value); }}
          className="h-8 rounded border border-line-strong px-2 text-table text-ink disabled:cursor-not-allowed disabled:border-line disabled:text-muted"
        >
          {roles.map((option) => <option key={option} value={option}>{option}</option>)}
        </select>
        {isChanged ? (
          <>
            <button
              type={isAboutOwners ? "button" : "submit"}
              disabled={isPending}
              onClick={isAboutOwners ? () => dialog.current?.showModal() : undefined}
              aria-label={`Save the role of ${name}`}
              className={BUTTON}
            >
              {isPending ? "Saving…" : "Save"}
            </button>
            <button type="button" disabled={isPending} onClick={() => { setChosen(null); }} aria-label={`Keep the role of ${name}`} className={BUTTON}>Undo</button>
          </>
        ) : null}
      </div>
      <p id={reasonId} className="max-w-56 text-caption whitespace-normal text-subtle empty:hidden">{refusal}</p>
      <p role="alert" className="max-w-56 text-caption whitespace-normal text-danger empty:hidden">{state.status === "refused" && isChanged ? state.problems.form : null}</p>
      <Dialog dialog={dialog} title={next === "owner" ? `Make ${name} an owner?` : `Make ${name} ${next === "admin" ? "an" : "a"} ${next}, and no longer an owner?`}>
        <p className="text-body text-muted">
          {next === "owner"
            ? "Owners may do everything in the team, and may remove you or take your role."
            : "They can then do only what that role may. Another owner can make them an owner again."}
        </p>
        <div className="mt-4 flex flex-wrap justify-end gap-2">
          <button type="button" autoFocus onClick={() => dialog.current?.close()} className={PLAIN_BUTTON}>Cancel</button>
          <button type="submit" className={DANGER_BUTTON}>
            {next === "owner" ? "Make an owner" : "Change the role"}
          </button>
        </div>
      </Dialog>
    </form>
  );
}
