"use client";

import { Button } from "@tremor/react";
import { useActionState } from "react";
import { CopyButton } from "../copy-button";
import { SelectField, TextField } from "../form/field";
import type { FormAction } from "../form/form-state";
import type { ChannelState } from "./channel-state";

const KINDS = [{ value: "webhook", label: "Webhook (signed JSON)" }, { value: "slack", label: "Slack (incoming webhook)" }];

export function ChannelForm({ addChannel }: { addChannel: FormAction<ChannelState> }) {
  const [state, submit, isPending] = useActionState(addChannel, { status: "idle" });
  return (
    <div>
      <form action={submit} className="flex flex-wrap items-start gap-3">
        <TextField name="name" label="Name" state={state} required maxLength={100} placeholder="#llm-costs" className="flex-1 basis-36" />
        <SelectField name="kind" label="Kind" state={state} initial="webhook" options={KINDS} className="max-sm:w-full" />
        <TextField name="url" label="Address" state={state} required maxLength={2_000} placeholder="https://" className="flex-2 basis-64" />
        <Button type="submit" loading={isPending} loadingText="Adding…" className="h-[38px] self-start max-sm:w-full sm:mt-6">Add channel</Button>
      </form>
      <div role="status" aria-live="polite">{state.created === undefined ? null : <Created {...state.created} />}</div>
    </div>
  );
}

function Created({ name, secret }: { name: string; secret: string | null }) {
  if (secret === null) return <p className="mt-3 text-table text-muted">Channel “{name}” is added. Send it a test message, and choose it in the rules below.</p>;
  return (
    <div className="mt-4 rounded-card border border-warning-line bg-warning-faint p-4">
      <p className="text-body font-semibold text-ink">Channel “{name}” is added</p>
      <p className="mt-1 text-table text-warning">Its messages are signed with this key. Copy it now: it will not be shown again.</p>
      <div className="mt-3 flex flex-wrap items-center gap-2">
        <code aria-label="Signing key" className="min-w-0 rounded border border-line bg-surface px-2 py-1.5 font-mono text-caption break-all text-ink">{secret}</code>
        <CopyButton text={secret} label="Copy key" />
      </div>
    </div>
  );
}
