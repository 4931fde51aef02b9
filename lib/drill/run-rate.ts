import type { Traffic, Trouble } from "@/lib/sandbox/scenario";

/** A part of the run in which calls come at one rate. */
export type RateStretch = { fromMinute: number; toMinute: number; callsPerMinute: number };

/** The run cut wherever its rate changes: by its curve, or by trouble with the traffic. */
export function rateStretches({ minutes, rate }: Traffic, trouble: readonly Trouble[]): RateStretch[] {
  const { stretchMinutes, callsPerMinute } = rate;
  const surges = trouble.filter((each) => each.kind === "traffic");
  const ofCurve = Array.from({ length: Math.ceil(minutes / stretchMinutes) }, (_, index) => index * stretchMinutes);
  const cuts = [...ofCurve, ...surges.flatMap(({ fromMinute, toMinute }) => [fromMinute, toMinute]), minutes];
  const bounds = [...new Set(cuts)].filter((minute) => minute >= 0 && minute <= minutes).sort((a, b) => a - b);
  return bounds.slice(0, -1).map((fromMinute, index) => {
    const base = callsPerMinute[Math.floor(fromMinute / stretchMinutes + 1e-9) % callsPerMinute.length] ?? 0;
    const active = surges.filter((surge) => surge.fromMinute <= fromMinute && fromMinute < surge.toMinute);
    return { fromMinute, toMinute: bounds[index + 1] ?? minutes, callsPerMinute: active.reduce((all, { factor }) => all * factor, base) };
  });
}

export function expectedCalls(stretches: readonly RateStretch[]): number {
  return stretches.reduce((sum, { fromMinute, toMinute, callsPerMinute }) => sum + (toMinute - fromMinute) * callsPerMinute, 0);
}

/** When so large a part of the run's calls has come, in minutes. @param part from 0 to 1 */
export function minuteOfPart(stretches: readonly RateStretch[], part: number): number {
  let left = part * expectedCalls(stretches);
  for (const { fromMinute, toMinute, callsPerMinute } of stretches) {
    const here = (toMinute - fromMinute) * callsPerMinute;
    if (left < here) return fromMinute + left / callsPerMinute;
    left -= here;
  }
  return stretches.at(-1)?.toMinute ?? 0;
}
