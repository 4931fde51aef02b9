"use client";

import { useActionState } from "react";
import { CopyButton } from "../copy-button";
import { SelectField, TextField } from "../form/field";
import { FormEnd } from "../form/form-end";
import type { FormAction, FormState } from "../form/form-state";
import { describeDelivery, type Delivery } from "./describe-delivery";

export type Invited = { email: string; role: string; link: string; until: string; delivery: Delivery };
/** The link is in the answer and nowhere else. */
export type InviteState = FormState<"email" | "role"> & { invited?: Invited };

type InviteFormProps = { roles: readonly string[]; invite: FormAction<InviteState> };

export function InviteForm({ roles, invite }: InviteFormProps) {
  const [state, submit, isPending] = useActionState(invite, { status: "idle" });
  return (
    <div className="grid gap-4">
      <form action={submit} className="grid gap-4">
        <div className="grid gap-4 sm:grid-cols-[minmax(0,1fr)_auto]">
          <TextField id="invite-email" name="email" type="email" label="E-mail" required maxLength={254} autoComplete="off" state={state} />
          <SelectField name="role" label="Role" state={state} initial="member" options={roles.map((role) => ({ value: role, label: role }))} />
        </div>
        <FormEnd label="Invite" busyLabel="Inviting…" isPending={isPending} state={state} />
      </form>
      <div role="status" aria-live="polite">{state.invited === undefined ? null : <InvitedNote {...state.invited} />}</div>
    </div>
  );
}

function InvitedNote({ email, role, link, until, delivery }: Invited) {
  return (
    <div className="rounded-card border border-warning-line bg-warning-faint p-4">
      <p className="text-body font-semibold break-words text-ink">{email} may join as {role}</p>
      <p className="mt-1 text-table text-warning">{describeDelivery(delivery, email)} The link works once, until {until}, and is not shown again.</p>
      <div className="mt-3 flex flex-wrap items-center gap-2">
        <code aria-label="Invitation link" className="min-w-0 rounded border border-line bg-surface px-2 py-1.5 font-mono text-caption break-all text-ink">{link}</code>
        <CopyButton text={link} label="Copy link" />
      </div>
    </div>
  );
}
