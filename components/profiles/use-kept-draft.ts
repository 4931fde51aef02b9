"use client";

import { type Dispatch, useEffect, useReducer, useState } from "react";
import type { ProfileDraft } from "@/lib/core/profile-draft";
import { changeDraft, type DraftChange, isSameDraft } from "./draft";
import { type DraftPlace, dropDraft, findDraft, storeDraft } from "./draft-store";

export type KeptDraft = {
  draft: ProfileDraft;
  change: Dispatch<DraftChange>;
  /** The version that the draft was begun from: an earlier one when another was published before this page was opened. */
  fromVersion: number;
  /** Whether it was found in the tab, from before this page was opened. */
  isFound: boolean;
  isDirty: boolean;
  /** Goes back to the version that serves now. */
  discard: () => void;
  /** It is published: nothing of it is left to keep. */
  forget: () => void;
};

/** A draft that lives through reloads, and of which leaving the page warns while it is not published. */
export function useKeptDraft(start: ProfileDraft, place: DraftPlace): KeptDraft {
  const { team, profile, version } = place;
  const [draft, change] = useReducer(changeDraft, start);
  const [{ fromVersion, isFound, isReady }, setOrigin] = useState({ fromVersion: version, isFound: false, isReady: false });
  const isDirty = fromVersion !== version || !isSameDraft(draft, start);
  useEffect(() => {
    const found = findDraft(sessionStorage, { team, profile, version });
    if (found) change({ type: "replace", draft: found.draft });
    setOrigin({ fromVersion: found?.version ?? version, isFound: found !== null, isReady: true });
  }, [team, profile, version]);
  useEffect(() => {
    if (!isReady) return;
    if (isDirty) storeDraft(sessionStorage, { team, profile, version: fromVersion }, draft);
    else dropDraft(sessionStorage, { team, profile, version: fromVersion });
  }, [isReady, isDirty, draft, team, profile, fromVersion]);
  useLeaveWarning(isDirty);
  const forget = () => { dropDraft(sessionStorage, { team, profile, version: fromVersion }); };
  const discard = () => {
    forget();
    change({ type: "replace", draft: start });
    setOrigin({ fromVersion: version, isFound: false, isReady: true });
  };
  return { draft, change, fromVersion, isFound, isDirty, discard, forget };
}

const QUESTION = "This draft is not published. It is kept in this tab until you close it. Leave the page?";

/** Asks before a reload, a closed tab, and a link to another page. */
function useLeaveWarning(isDirty: boolean): void {
  useEffect(() => {
    if (!isDirty) return;
    const onUnload = (event: BeforeUnloadEvent) => { event.preventDefault(); };
    const onClick = (event: MouseEvent) => {
      const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
      if (!(link instanceof HTMLAnchorElement) || link.target !== "" || event.ctrlKey || event.metaKey || event.shiftKey) return;
      if (link.hash !== "" && link.pathname === location.pathname) return;
      if (window.confirm(QUESTION)) return;
      event.preventDefault();
      event.stopPropagation();
    };
    window.addEventListener("beforeunload", onUnload);
    document.addEventListener("click", onClick, true);
    return () => {
      window.removeEventListener("beforeunload", onUnload);
      document.removeEventListener("click", onClick, true);
    };
  }, [isDirty]);
}
