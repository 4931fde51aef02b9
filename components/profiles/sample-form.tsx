"use client";

import type { SampleDraft } from "@/lib/core/profile-draft";
import { CheckField, TextField } from "./field";
import { TagList } from "./tag-list";

export const FIRST_SAMPLE: SampleDraft = {
  promptTokens: "", answerTokens: "", stream: true, tools: false, images: false, jsonSchema: false, metadata: [], utc: "",
};

const FLAGS = [["stream", "Streaming"], ["tools", "Tools"], ["images", "Images"], ["jsonSchema", "JSON schema"]] as const;

/** The call of which the plan is shown. */
export function SampleForm({ sample, onChange }: { sample: SampleDraft; onChange: (fields: Partial<SampleDraft>) => void }) {
  return (
    <div className="grid gap-3">
      <div className="grid grid-cols-2 gap-3">
        <TextField path="sample.promptTokens" label="Prompt tokens" value={sample.promptTokens} placeholder="1000" numeric onChange={(value) => { onChange({ promptTokens: value }); }} />
        <TextField path="sample.answerTokens" label="Answer tokens" value={sample.answerTokens} placeholder="256" numeric onChange={(value) => { onChange({ answerTokens: value }); }} />
        {FLAGS.map(([flag, label]) => (
          <CheckField key={flag} path={`sample.${flag}`} label={label} checked={sample[flag]} onChange={(value) => { onChange({ [flag]: value }); }} />
        ))}
        <TextField path="sample.utc" label="Time of day (UTC)" value={sample.utc} placeholder="now, or 14:05" onChange={(value) => { onChange({ utc: value }); }} />
      </div>
      <TagList path="sample.metadata" label="Metadata" tags={sample.metadata} onChange={(value) => { onChange({ metadata: value }); }} />
    </div>
  );
}
