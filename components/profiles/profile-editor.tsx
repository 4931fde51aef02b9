"use client";

import { useRouter } from "next/navigation";
import { useMemo, useRef, useState } from "react";
import { MAIN_BUTTON } from "../button-styles";
import type { ProfileDraft } from "@/lib/core/profile-draft";
import { Caveat } from "../notice";
import { Panel } from "../panel";
import { describeWarnings } from "./describe-warnings";
import type { EditorActions, PublishResult } from "./editor-actions";
import type { EndpointFacts } from "./endpoint-facts";
import { ProblemsContext } from "./field";
import { PlanPreview } from "./plan-preview";
import { ProfileBasics, ProfileRules } from "./profile-rules";
import { PublishDialog } from "./publish-dialog";
import { FIRST_SAMPLE, SampleForm } from "./sample-form";
import { TierList } from "./tier-list";
import { type KeptDraft, useKeptDraft } from "./use-kept-draft";
import { type DraftCheck, useDraftCheck } from "./use-draft-check";

type ProfileEditorProps = EditorActions & {
  team: string;
  /** The version that serves now, or what a new profile begins with. */
  start: ProfileDraft;
  /** 0 for a new profile. */
  version: number;
  endpoints: readonly EndpointFacts[];
  /** Why nothing can be changed here; null when it can. */
  readOnly: string | null;
};

/** A profile's draft on the left, what it would do with a sample call on the right. */
export function ProfileEditor({ team, start, version, endpoints, readOnly, check, publish }: ProfileEditorProps) {
  const isNew = version === 0;
  const kept = useKeptDraft(start, { team, profile: isNew ? "new" : start.slug, version });
  const { draft, change, fromVersion } = kept;
  const [sample, setSample] = useState(FIRST_SAMPLE);
  const [refused, setRefused] = useState<{ of: ProfileDraft; problems: Readonly<Record<string, string>> } | null>(null);
  const checking = useDraftCheck({ draft, sample, fromVersion }, check);
  const byName = useMemo(() => new Map(endpoints.map((facts) => [facts.name, facts])), [endpoints]);
  const problems = { ...shownProblems(checking.checked?.problems ?? {}, kept, isNew), ...(refused?.of === draft ? refused.problems : {}) };
  const isReadOnly = readOnly !== null;
  return (
    <ProblemsContext value={problems}>
      {readOnly === null ? null : <Caveat label="Read only">{readOnly}</Caveat>}
      <FoundNote kept={kept} version={version} />
      <div className="grid grid-cols-1 items-start gap-4 xl:grid-cols-[minmax(0,1fr)_24rem]">
        <div className="grid min-w-0 gap-4">
          <Panel title="Profile">
            <fieldset disabled={isReadOnly} className="grid min-w-0 gap-3">
              <legend className="sr-only">Rules of the profile</legend>
              <ProfileBasics draft={draft} isNew={isNew} endpoints={[...byName.keys()]} onChange={(fields) => { change({ type: "set", fields }); }} />
              <ProfileRules draft={draft} onChange={(fields) => { change({ type: "set", fields }); }} />
            </fieldset>
          </Panel>
          <Panel title="Tiers" subtitle="The first one is the primary; the others stand in for it.">
            <TierList draft={draft} endpoints={byName} isReadOnly={isReadOnly} change={change} />
          </Panel>
        </div>
        <div className="grid min-w-0 gap-4 xl:sticky xl:top-4">
          <Warnings lines={describeWarnings(draft, byName)} />
          <Panel title="Plan for a sample call" subtitle="As the gateway would plan it by this draft, if nobody is down or at a cap. Chances and times are those of the last 7 days.">
            <SampleForm sample={sample} onChange={(fields) => { setSample({ ...sample, ...fields }); }} />
            <div aria-live="polite" aria-busy={checking.isChecking} className="mt-4 min-h-32 border-t border-line pt-3">
              <Plan checking={checking} strategy={draft.strategy} />
            </div>
          </Panel>
        </div>
      </div>
      {isReadOnly ? null : <PublishBar kept={kept} checking={checking} isNew={isNew} publish={publish} onRefused={(found) => { setRefused({ of: draft, problems: found }); }} />}
    </ProblemsContext>
  );
}

/** An untouched new profile is not told that it has no name yet. */
function shownProblems(problems: Readonly<Record<string, string>>, { draft, isDirty }: KeptDraft, isNew: boolean): Record<string, string> {
  const isFresh = isNew && (!isDirty || draft.slug === "");
  return Object.fromEntries(Object.entries(problems).filter(([path]) => !(isFresh && (path === "slug" || path === "tiers"))));
}

function FoundNote({ kept: { isFound, isDirty, fromVersion, discard }, version }: { kept: KeptDraft; version: number }) {
  if (!isFound || !isDirty) return null;
  const isOld = fromVersion !== version;
  return (
    <Caveat label="A draft from before">
      This is your draft from before, which is not published.{" "}
      {isOld ? `It was begun from version ${fromVersion}; version ${version} serves by now. Publishing will show you what changed in between. ` : ""}
      <button type="button" onClick={discard} className="text-brand underline underline-offset-2">Discard it</button>
    </Caveat>
  );
}

function Warnings({ lines }: { lines: readonly string[] }) {
  if (lines.length === 0) return null;
  return (
    <section aria-label="Worth a look" className="rounded-card border border-warning-line bg-warning-faint p-3">
      <h2 className="text-body font-semibold text-ink">Worth a look</h2>
      <ul className="mt-1 grid list-disc gap-1 pl-4 text-table text-warning">
        {lines.map((line) => <li key={line} className="break-words">{line}</li>)}
      </ul>
    </section>
  );
}

function Plan({ checking: { checked, hasFailed }, strategy }: { checking: DraftCheck; strategy: ProfileDraft["strategy"] }) {
  if (hasFailed) return <p className="text-table text-danger">The draft could not be checked: the server did not answer. It is tried again with the next change.</p>;
  if (!checked) return <p className="text-table text-muted">Planning…</p>;
  if (!checked.plan) return <p className="text-table text-muted">The plan is shown once every field can be read.</p>;
  return <PlanPreview plan={checked.plan} strategy={strategy} />;
}

type PublishBarProps = { kept: KeptDraft; checking: DraftCheck; isNew: boolean; publish: EditorActions["publish"]; onRefused: (problems: Readonly<Record<string, string>>) => void };

/** Stays in sight: whether there is something to publish, and the way to do it. */
function PublishBar({ kept, checking: { checked, isChecking }, isNew, publish, onRefused }: PublishBarProps) {
  const router = useRouter();
  const dialog = useRef<HTMLDialogElement>(null);
  const { draft, fromVersion, isDirty, discard, forget } = kept;
  const count = Object.keys(shownProblems(checked?.problems ?? {}, kept, isNew)).filter((path) => !path.startsWith("sample.")).length;
  const submit = async (note: string, expectedVersion: number): Promise<PublishResult> => {
    const result = await publish({ draft, note, expectedVersion });
    if (result.status === "refused") onRefused(result.problems);
    if (result.status === "published") {
      forget();
      dialog.current?.close();
      router.push(`/profiles/${result.slug}?published=${result.version}`);
    }
    return result;
  };
  const state = isChecking ? "Checking…" : count > 0 ? `${count === 1 ? "One field needs" : `${count} fields need`} a look` : isDirty || isNew ? "Not published yet" : "No changes";
  return (
    <div className="sticky bottom-0 z-10 mt-4 flex flex-wrap items-center justify-end gap-3 border-t border-line bg-ground py-3">
      <p role="status" className={`mr-auto text-table ${count > 0 ? "text-danger" : "text-muted"}`}>{state}</p>
      {isDirty ? <button type="button" onClick={discard} className="h-9 rounded border border-line-strong bg-surface px-4 text-body font-medium text-ink hover:bg-hover">Discard changes</button> : null}
      <button
        type="button"
        data-shortcut="s"
        disabled={isChecking || !checked?.changes || (!isDirty && !isNew)}
        onClick={() => dialog.current?.showModal()}
        className={MAIN_BUTTON}
      >
        Publish…
      </button>
      <PublishDialog dialog={dialog} slug={draft.slug} fromVersion={fromVersion} changes={checked?.changes ?? []} publish={submit} />
    </div>
  );
}
