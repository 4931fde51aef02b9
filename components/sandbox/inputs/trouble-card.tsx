"use client";

import { useId } from "react";
import type { TroubleInput } from "@/lib/sandbox/inputs";
import { useSandbox } from "../sandbox-context";
import { useInputNotes } from "./inputs-context";
import { TROUBLE_KINDS } from "./new-trouble";
import { PlainNumber } from "./plain-number";

type TroubleCardProps = {
  trouble: TroubleInput;
  path: string;
  domains: readonly string[];
  onChange: (trouble: TroubleInput) => void;
  onRemove: () => void;
};

export function TroubleCard({ trouble, path, domains, onChange, onRemove }: TroubleCardProps) {
  const id = useId();
  const { background } = useSandbox();
  const { problems } = useInputNotes();
  const told = Object.entries(problems).filter(([place]) => place === path || place.startsWith(`${path}.`)).map(([, sentence]) => sentence);
  const name = TROUBLE_KINDS.find(({ id: kind }) => kind === trouble.kind)?.name ?? trouble.kind;
  const set = (fields: object) => { onChange({ ...trouble, ...fields }); };
  return (
    <fieldset aria-describedby={`${id}-problem`} className="grid min-w-0 gap-2 rounded border border-line p-2.5">
      <legend className="sr-only">{name}</legend>
      <div className="flex items-center justify-between">
        <span aria-hidden="true" className="text-table font-semibold text-ink">{name}</span>
        <button type="button" aria-label={`Remove: ${name}`} onClick={onRemove} className="px-1 text-caption text-danger underline underline-offset-2">remove</button>
      </div>
      {"domains" in trouble ? <Names legend="Domains" all={domains} chosen={trouble.domains} onChange={(chosen) => { set({ domains: chosen }); }} /> : null}
      {"endpoints" in trouble ? <Names legend="Endpoints" all={background.endpoints.map(({ endpoint }) => endpoint.name)} chosen={trouble.endpoints} onChange={(chosen) => { set({ endpoints: chosen }); }} /> : null}
      <div className="grid grid-cols-3 gap-2">
        <PlainNumber label="From minute" value={trouble.fromMinute} onChange={(fromMinute) => { set({ fromMinute }); }} />
        <PlainNumber label="Minutes" value={trouble.minutes} onChange={(minutes) => { set({ minutes }); }} />
        {"factor" in trouble ? (
          <PlainNumber label="Times" value={trouble.factor} onChange={(factor) => { set({ factor }); }} />
        ) : (
          <PlainNumber label="Fails, %" value={(trouble.share ?? 1) * 100} onChange={(percent) => { set({ share: percent / 100 }); }} />
        )}
      </div>
      <p id={`${id}-problem`} role="alert" className="text-caption text-danger empty:hidden">{told.join(" ")}</p>
    </fieldset>
  );
}

type NamesProps = { legend: string; all: readonly string[]; chosen: readonly string[]; onChange: (chosen: string[]) => void };

function Names({ legend, all, chosen, onChange }: NamesProps) {
  const names = [...new Set([...all, ...chosen])];
  return (
    <fieldset className="flex max-h-28 min-w-0 flex-wrap gap-x-3 gap-y-1 overflow-y-auto">
      <legend className="sr-only">{legend}</legend>
      {names.map((name) => (
        <label key={name} className="flex items-center gap-1.5 text-table break-all">
          <input type="checkbox" checked={chosen.includes(name)} onChange={(event) => { onChange(event.target.checked ? [...chosen, name] : chosen.filter((each) => each !== name)); }} className="size-4 shrink-0" />
          {name}
        </label>
      ))}
    </fieldset>
  );
}
