import { isTimeZone } from "./period";

/** Runtimes still list these by the names that their countries have given up. */
const RENAMED: Readonly<Record<string, string>> = {
  "America/Buenos_Aires": "America/Argentina/Buenos_Aires",
  "America/Godthab": "America/Nuuk",
  "Asia/Calcutta": "Asia/Kolkata",
  "Asia/Katmandu": "Asia/Kathmandu",
  "Asia/Rangoon": "Asia/Yangon",
  "Asia/Saigon": "Asia/Ho_Chi_Minh",
  "Atlantic/Faeroe": "Atlantic/Faroe",
  "Europe/Kiev": "Europe/Kyiv",
  "Pacific/Enderbury": "Pacific/Kanton",
  "Pacific/Ponape": "Pacific/Pohnpei",
  "Pacific/Truk": "Pacific/Chuuk",
};

/** The time zones to choose from: UTC, then all others by name. */
export function listTimeZones(): string[] {
  const known = Intl.supportedValuesOf("timeZone").map((zone) => {
    const renamed = RENAMED[zone];
    return renamed !== undefined && isTimeZone(renamed) ? renamed : zone;
  });
  return ["UTC", ...[...new Set(known)].filter((zone) => zone !== "UTC").sort()];
}

/** The zone that a person typed, as it is listed; `asia/kolkata` and `New York` will do. Null for what is none. */
export function findTimeZone(typed: string): string | null {
  const wanted = typed.trim().replaceAll(" ", "_").toLowerCase();
  const zones = listTimeZones();
  const same = zones.find((zone) => zone.toLowerCase() === wanted);
  if (same !== undefined) return same;
  const cities = zones.filter((zone) => zone.toLowerCase().endsWith(`/${wanted}`));
  if (cities.length === 1) return cities[0] ?? null;
  return isTimeZone(typed.trim()) ? typed.trim() : null;
}
