import { type KeyboardEvent, type PointerEvent, useState } from "react";
import type { Moment } from "./prepare-history";
import { stepByKey } from "../chart/step-by-key";

/** The time of a chart that keys or the pointer are at, and what its element listens to. */
export function useMoment(moments: readonly Moment[]) {
  const [picked, setPicked] = useState<number | null>(null);
  const leave = () => { setPicked(null); };

  function onKeyDown(event: KeyboardEvent) {
    if (event.key === "Escape") leave();
    const next = stepByKey(event.key, picked, moments.length);
    if (next === null) return;
    event.preventDefault();
    setPicked(next);
  }

  function onPointerMove(event: PointerEvent<HTMLElement>) {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    const x = ((event.clientX - left) / width) * 100;
    // What is in force there began with the last change before it.
    setPicked(Math.max(0, moments.findLastIndex((each) => each.x <= x)));
  }

  return { moment: picked === null ? undefined : moments[picked], handlers: { onKeyDown, onPointerMove, onPointerLeave: leave, onBlur: leave } };
}
