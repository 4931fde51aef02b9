"use client";

import { ProblemOf } from "./field";

type Tag = { tag: string; value: string };
type TagListProps = { path: string; label: string; tags: readonly Tag[]; onChange: (tags: Tag[]) => void };

const CONTROL = "h-8 min-w-0 flex-1 rounded border border-line-strong bg-surface px-2 text-table text-ink placeholder:text-subtle";
const BUTTON = "h-8 shrink-0 rounded border border-line-strong px-2.5 text-table font-medium text-ink hover:bg-hover";

/** Tags of a request's `metadata` and their values. */
export function TagList({ path, label, tags, onChange }: TagListProps) {
  const set = (index: number, fields: Partial<Tag>) => { onChange(tags.map((tag, at) => (at === index ? { ...tag, ...fields } : tag))); };
  return (
    <div role="group" aria-label={label} className="grid gap-1.5">
      <p className="text-table font-medium text-ink">{label}</p>
      {tags.map(({ tag, value }, index) => (
        <div key={index} className="flex items-center gap-2">
          <input aria-label={`${label}: tag ${index + 1}`} value={tag} placeholder="tag" onChange={(event) => { set(index, { tag: event.target.value }); }} className={CONTROL} />
          <span aria-hidden="true" className="text-muted">=</span>
          <input aria-label={`${label}: value ${index + 1}`} value={value} placeholder="value" onChange={(event) => { set(index, { value: event.target.value }); }} className={CONTROL} />
          <button type="button" aria-label={`${label}: remove tag ${index + 1}`} onClick={() => { onChange(tags.filter((_, at) => at !== index)); }} className={BUTTON}>×</button>
        </div>
      ))}
      <ProblemOf path={path} />
      <button type="button" onClick={() => { onChange([...tags, { tag: "", value: "" }]); }} className={`${BUTTON} justify-self-start`}>Add a tag</button>
    </div>
  );
}
