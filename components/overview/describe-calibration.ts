import type { CalibrationInput, ComparedFigure } from "../sandbox/result/prepare-calibration";
import { perMillion } from "../sandbox/result/figures";

/** What the sandbox predicted of a version's WARC and what happened, in one sentence; null where no WARC was predicted. @param minCalls below which nobody judges */
export function describeCalibration({ profile, version, calls, warcUsdPerMillion: warc }: Pick<CalibrationInput, "version" | "calls" | "warcUsdPerMillion"> & { profile: string }, minCalls: number): string | null {
  if (warc.predicted === null) return null;
  const predicted = `Version ${version} of ${profile} was predicted at a WARC of ${perMillion(warc.predicted)}`;
  if (calls === 0) return `${predicted}; it has served no call yet.`;
  if (warc.happened === null) return `${predicted}; what it came to is not known.`;
  return `${predicted}; it came to ${perMillion(warc.happened)}: ${calls < minCalls ? "too few calls to judge" : judge(warc)}.`;
}

function judge({ interval, happened, agrees }: ComparedFigure): string {
  if (interval !== null && happened !== null && interval[0] <= happened && happened <= interval[1]) return "within the interval";
  if (agrees === null) return "chance cannot be told from error here";
  return agrees ? "apart by no more than chance explains" : "further apart than chance explains";
}
