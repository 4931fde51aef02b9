import { instantOfWall, isTimeZone } from "@/lib/core/period";

/** What is wrong with a range of wall times as it was typed, or null. */
export function rangeProblem(from: string, to: string, zone: string): string | null {
  const [start, end] = [instantOfWall(from, zone), instantOfWall(to, zone)];
  if (!start || !end) return "Both must be a day and a time.";
  return start < end ? null : "The range must end after it begins.";
}

/** What is wrong with the name of a time zone, or null. */
export function zoneProblem(zone: string): string | null {
  return isTimeZone(zone) ? null : "There is no such time zone. Names are like Europe/Berlin or UTC.";
}
