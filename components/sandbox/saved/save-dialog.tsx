"use client";

import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { type FormEvent, useRef, useState, useTransition } from "react";
import { MAIN_BUTTON, PLAIN_BUTTON } from "../../button-styles";
import { Dialog } from "../../form/dialog";
import { TextField } from "../../form/field";
import type { FormState } from "../../form/form-state";
import { BAR_BUTTON } from "./bar-button";
import type { SavedScenario, SaveResult } from "./scenario-actions";

type SaveDialogProps = {
  /** The scenario that the page was opened with, which may be overwritten. */
  open: SavedScenario | null;
  save: (name: string, id?: string) => Promise<SaveResult>;
};

/** Asks for a name; whoever opened a saved scenario chooses between saving it and saving a new one. */
export function SaveDialog({ open, save }: SaveDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [state, setState] = useState<FormState<"name">>({ status: "idle" });
  const [isPending, startTransition] = useTransition();
  const show = useScenarioInAddress();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget, (event.nativeEvent as SubmitEvent).submitter);
    const name = String(form.get("name") ?? "");
    const id = form.get("over") === "yes" ? open?.id : undefined;
    startTransition(async () => {
      const result = await save(name, id);
      if (result.status === "refused") {
        setState({ status: "refused", typed: { name }, problems: { name: result.message } });
        return;
      }
      setState({ status: "saved", message: "Saved." });
      dialog.current?.close();
      show(result.id);
    });
  };
  return (
    <>
      <button type="button" onClick={() => dialog.current?.showModal()} className={BAR_BUTTON}>Save</button>
      <Dialog dialog={dialog} title="Save the scenario">
        <form key={open?.id ?? "new"} onSubmit={submit} className="grid gap-4">
          <p className="text-body text-muted">Your team can open it: the inputs, the candidates and the seed. What happened until now is read anew each time.</p>
          <TextField name="name" label="Name" state={state} initial={open?.name} required maxLength={200} placeholder="Primary down at peak" />
          <div className="flex flex-wrap justify-end gap-2">
            <button type="button" onClick={() => dialog.current?.close()} className={PLAIN_BUTTON}>Cancel</button>
            {open ? <button type="submit" name="over" value="yes" disabled={isPending} className={PLAIN_BUTTON}>Save over “{shorten(open.name)}”</button> : null}
            <button type="submit" disabled={isPending} className={MAIN_BUTTON}>{isPending ? "Saving…" : open ? "Save as new" : "Save"}</button>
          </div>
        </form>
      </Dialog>
    </>
  );
}

function shorten(name: string): string {
  return name.length > 24 ? `${name.slice(0, 23)}…` : name;
}

/** Names the scenario in the address, with everything else that stands there by now. */
function useScenarioInAddress(): (id: string) => void {
  const router = useRouter();
  const path = usePathname();
  const named = useSearchParams().get("scenario");
  return (id) => {
    const query = new URLSearchParams(window.location.search);
    query.set("scenario", id);
    if (named !== id) router.replace(`${path}?${query}`, { scroll: false });
  };
}
