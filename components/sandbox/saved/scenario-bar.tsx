"use client";

import { useRouter, useSearchParams } from "next/navigation";
import { type ChangeEvent, useRef, useState, useTransition } from "react";
import { CopyButton } from "../../copy-button";
import { useSandbox } from "../sandbox-context";
import { downloadText } from "./download-text";
import { ImportProblems } from "./import-problems";
import { pinScenario, sandboxHref } from "./pinned-scenario";
import { SaveDialog } from "./save-dialog";
import type { SavedScenario, ScenarioActions } from "./scenario-actions";
import { ScenarioList } from "./scenario-list";
import { BAR_BUTTON } from "./bar-button";

type ScenarioBarProps = {
  scenarios: readonly SavedScenario[];
  /** Why they may not save; null where they may. */
  readOnly: string | null;
  /** Of this installation, such as https://ledger.example: for links that others open. */
  origin: string;
  actions: ScenarioActions;
};

/** What can be done with a scenario as a whole: save, open, share, export and import it. */
export function ScenarioBar({ scenarios, readOnly, origin, actions }: ScenarioBarProps) {
  const { background, current, state } = useSandbox();
  const query = useSearchParams();
  const opened = query.get("scenario");
  const shown = pinScenario(current.slug, state, background);
  const open = scenarios.find(({ id }) => id === opened) ?? null;
  const router = useRouter();
  const file = useRef<HTMLInputElement>(null);
  const [problems, setProblems] = useState<Readonly<Record<string, string>> | null>(null);
  const [isPending, startTransition] = useTransition();

  const exportFile = () => {
    startTransition(async () => {
      const written = await actions.write(shown);
      if (written.status === "written") downloadText(written.text, `${(open?.name ?? current.slug).replace(/[^\w.-]+/g, "-")}.json`, "application/json");
      else setProblems({ "": written.message });
    });
  };
  const importFile = ({ target }: ChangeEvent<HTMLInputElement>) => {
    const [chosen] = target.files ?? [];
    target.value = "";
    if (!chosen) return;
    startTransition(async () => {
      if (chosen.size > MAX_BYTES) {
        setProblems({ "": "The file is larger than 256 kB: no scenario needs as much." });
        return;
      }
      const read = await actions.read(await chosen.text());
      setProblems(read.status === "refused" ? read.problems : null);
      if (read.status === "read") router.push(sandboxHref(read.shown));
    });
  };

  return (
    <div className="mb-4 grid gap-3" aria-busy={isPending}>
      <div className="flex flex-wrap items-center gap-2 print:hidden">
        <p className="mr-auto min-w-0 truncate text-table text-muted">
          {open ? <>Scenario <strong className="font-semibold text-ink">{open.name}</strong></> : "Not saved under a name"}
        </p>
        {readOnly === null ? <SaveDialog open={open} save={(name, id) => actions.save({ name, shown, ...(id === undefined ? {} : { id }) })} /> : null}
        <ScenarioList scenarios={scenarios} open={open} readOnly={readOnly} actions={actions} />
        <CopyButton text={origin + sandboxHref(shown)} label="Copy link" />
        {open ? <CopyButton text={`${origin}/sandbox/scenarios/${open.id}`} label="Copy link to the saved one" /> : null}
        <button type="button" disabled={isPending} onClick={exportFile} className={BAR_BUTTON}>Export</button>
        <button type="button" disabled={isPending} onClick={() => file.current?.click()} className={BAR_BUTTON}>Import</button>
        <input ref={file} type="file" accept="application/json,.json" tabIndex={-1} aria-label="Scenario file" onChange={importFile} className="sr-only" />
      </div>
      {problems ? <ImportProblems problems={problems} close={() => { setProblems(null); }} /> : null}
    </div>
  );
}

/** As much as the server reads. */
const MAX_BYTES = 262_144;
