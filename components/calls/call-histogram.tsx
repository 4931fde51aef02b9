"use client";

import { useRouter } from "next/navigation";
import { type KeyboardEvent, type PointerEvent, useState } from "react";
import { causeFill } from "../cause-patterns";
import { type Histogram, type HistogramBar, selectedRange } from "./prepare-histogram";
import { stepByKey } from "../chart/step-by-key";

type Selection = { anchor: number; head: number };
type CallHistogramProps = { histogram: Histogram; /** The address but for its range. */ kept: readonly (readonly [string, string])[] };

/**
 * Draws a prepared histogram, which picks the range: a click takes a bucket, a drag several; arrow keys go through
 * them, with Shift they select, Enter takes what is selected.
 */
export function CallHistogram({ histogram, kept }: CallHistogramProps) {
  const { bars, labelled, top, summary } = histogram;
  const router = useRouter();
  const [picked, setPicked] = useState<Selection | null>(null);
  const [isDragging, setDragging] = useState(false);
  const bar = picked ? bars[picked.head] : undefined;

  function take({ anchor, head }: Selection) {
    const range = selectedRange(bars, anchor, head);
    if (range) router.push(`/calls?${new URLSearchParams([...kept.map(([name, value]) => [name, value]), ["from", range.from], ["to", range.to]])}`);
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.key === "Enter" && picked) take(picked);
    if (event.key === "Escape") setPicked(null);
    const head = stepByKey(event.key, picked?.head ?? null, bars.length);
    if (head === null) return;
    event.preventDefault();
    setPicked({ anchor: event.shiftKey && picked ? picked.anchor : head, head });
  }

  function indexAt(event: PointerEvent<HTMLElement>): number {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    return Math.min(bars.length - 1, Math.max(0, Math.floor(((event.clientX - left) / width) * bars.length)));
  }

  function onPointerDown(event: PointerEvent<HTMLElement>) {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    const head = indexAt(event);
    setDragging(true);
    setPicked({ anchor: head, head });
  }

  function onPointerMove(event: PointerEvent<HTMLElement>) {
    const head = indexAt(event);
    setPicked((before) => ({ anchor: isDragging && before ? before.anchor : head, head }));
  }

  function onPointerUp() {
    if (isDragging && picked) take(picked);
    setDragging(false);
  }

  return (
    <div>
      <p className="mb-1 flex min-h-5 justify-between gap-3 text-caption text-subtle" aria-hidden="true">
        <span>{bar && picked ? describe(bars, picked) : `Up to ${top} a bar`}</span>
      </p>
      <div
        role="group"
        aria-roledescription="chart"
        aria-label={`${summary} Arrow keys go through the bars, with Shift they select several, Enter narrows the range.`}
        tabIndex={0}
        className="h-24 cursor-crosshair touch-pan-y select-none"
        onKeyDown={onKeyDown}
        onPointerDown={onPointerDown}
        onPointerMove={onPointerMove}
        onPointerUp={onPointerUp}
        onPointerCancel={() => { setDragging(false); setPicked(null); }}
        onPointerLeave={() => { if (!isDragging) setPicked(null); }}
        onBlur={() => setPicked(null)}
      >
        <svg width="100%" height="100%" className="block" aria-hidden="true">
          {picked ? <Selected bars={bars} selection={picked} /> : null}
          <line x1="0" x2="100%" y1="100%" y2="100%" className="stroke-line-strong" />
          {bars.map((drawn) => <Bar key={drawn.from} bar={drawn} />)}
        </svg>
        <p className="sr-only" aria-live="polite">{picked ? describe(bars, picked) : null}</p>
      </div>
      <svg width="100%" height="18" aria-hidden="true" className="mt-1 block overflow-visible text-caption">
        {labelled.map((index, place) => (
          <text key={index} x={`${bars[index]?.x ?? 0}%`} y="13" textAnchor={(bars[index]?.x ?? 0) > 88 ? "end" : "start"} className={`fill-subtle ${place % 3 === 0 ? "" : "max-sm:hidden"}`}>
            {bars[index]?.label}
          </text>
        ))}
      </svg>
    </div>
  );
}

function describe(bars: readonly HistogramBar[], { anchor, head }: Selection): string {
  if (anchor === head) return bars[head]?.summary ?? "";
  const [first, last] = [Math.min(anchor, head), Math.max(anchor, head)];
  return `${bars[first]?.label ?? ""} to ${bars[last]?.label ?? ""}: ${last - first + 1} bars.`;
}

function Selected({ bars, selection: { anchor, head } }: { bars: readonly HistogramBar[]; selection: Selection }) {
  const [first, last] = [bars[Math.min(anchor, head)], bars[Math.max(anchor, head)]];
  if (!first || !last) return null;
  return <rect x={`${first.x}%`} width={`${last.x + last.width - first.x}%`} y="0" height="100%" className="fill-brand-faint" />;
}

const FILLS = { served: undefined, failed: causeFill("error"), aborted: causeFill("cancelled") };

function Bar({ bar: { x, width, parts } }: { bar: HistogramBar }) {
  return parts.map(({ outcome, y, height }) => (
    <rect
      key={outcome}
      x={`${x + width * 0.1}%`}
      width={`${width * 0.8}%`}
      y={`${y}%`}
      height={`${height}%`}
      fill={FILLS[outcome]}
      strokeWidth="0.5"
      className={`stroke-surface ${outcome === "served" ? "fill-line-strong" : ""}`}
    />
  ));
}
