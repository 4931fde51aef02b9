"use client";

import Link from "next/link";
import { useRouter } from "next/navigation";
import { useRef, useState, useTransition } from "react";
import type { FieldChange } from "@/lib/core/change";
import type { Problems, ProfileDraft } from "@/lib/core/profile-draft";
import { MAIN_BUTTON } from "../../button-styles";
import type { Checked, CheckInput, PublishResult } from "../../profiles/editor-actions";
import { PublishDialog } from "../../profiles/publish-dialog";
import { FIRST_SAMPLE } from "../../profiles/sample-form";
import { draftOf } from "../candidates/candidate";
import { useSandbox } from "../sandbox-context";
import type { PublishCandidateInput } from "./publish-candidate-input";

type PublishCandidateProps = {
  /** The version that serves now, as a draft. */
  base: ProfileDraft;
  /** Why nothing can be published here; null when it can. */
  readOnly: string | null;
  check: (input: CheckInput) => Promise<Checked>;
  publish: (input: PublishCandidateInput) => Promise<PublishResult>;
};

/** Turns the selected candidate into the profile, the difference shown before. */
export function PublishCandidate({ base, readOnly, check, publish }: PublishCandidateProps) {
  const { state, current } = useSandbox();
  const router = useRouter();
  const dialog = useRef<HTMLDialogElement>(null);
  const [changes, setChanges] = useState<readonly FieldChange[]>([]);
  const [problem, setProblem] = useState<string | null>(null);
  const [isPending, startTransition] = useTransition();
  const index = state.selected;
  const candidate = index === null ? undefined : state.candidates[index];
  const version = current.version ?? 0;
  if (index === null || !candidate) return null;
  if (readOnly !== null) return <p className="text-table text-muted">{readOnly}</p>;
  const draft = draftOf(candidate, base);
  const open = () => {
    startTransition(async () => {
      const checked = await check({ draft, sample: FIRST_SAMPLE, fromVersion: version }).catch(() => null);
      const found = checked === null ? "The candidate could not be checked: the server did not answer. Try again." : problemOf(checked.problems);
      const isSame = checked?.changes?.length === 0;
      setProblem(found ?? (isSame ? `It says the same as version ${version}: there is nothing to publish.` : null));
      if (found !== null || isSame || !checked?.changes) return;
      setChanges(checked.changes);
      dialog.current?.showModal();
    });
  };
  const submit = async (note: string, expectedVersion: number): Promise<PublishResult> => {
    // What happens afterwards is held against the prediction: planned trouble is no part of what is expected.
    const result = await publish({ draft, note, expectedVersion, inputs: { ...state.inputs, trouble: [] } });
    if (result.status === "published") {
      dialog.current?.close();
      router.push(`/profiles/${result.slug}?published=${result.version}`);
    }
    return result;
  };
  return (
    <div className="flex flex-wrap items-center gap-3 border-t border-line pt-3">
      <button type="button" disabled={isPending} onClick={open} className={MAIN_BUTTON}>{isPending ? "Checking…" : "Publish as a new version…"}</button>
      <Link href={`/profiles/${current.slug}`} className="text-table text-brand underline underline-offset-2">Rules of {current.slug}</Link>
      {state.inputs.trouble.length > 0 ? <p className="w-full text-caption text-subtle">The prediction that is kept with the version, and compared with what happens, is of days without the trouble planned here.</p> : null}
      <p role="alert" className="w-full text-table text-danger empty:hidden">{problem}</p>
      <PublishDialog key={candidate.name} dialog={dialog} slug={current.slug} fromVersion={version} changes={changes} publish={submit} />
    </div>
  );
}

function problemOf(problems: Problems): string | null {
  const sentences = Object.values(problems);
  return sentences.length === 0 ? null : sentences.join(" ");
}
