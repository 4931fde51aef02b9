import { ratio, roundRatio } from "@/lib/core/ratio";

/** What is wrong with an invoice that was given: with its line, where it has lines, and what was expected there. */
export class InvoiceError extends Error {
  override name = "InvoiceError";
}

const PLACES = 12;

/**
 * An amount in USD as providers write it: "0.3409000000000000", "1.2e-05", "$1,234.50". More than twelve decimals are
 * float noise, and are rounded half to even. null for anything else.
 */
export function parseAmount(text: string): bigint | null {
  const plain = text.trim().replace(/^(-?)\$/, "$1");
  const ungrouped = /^-?\d{1,3}(,\d{3})+(\.\d+)?$/.test(plain) ? plain.replaceAll(",", "") : plain;
  const [, sign, whole = "", fraction = "", exponent = "0"] = /^(-?)(\d{1,12})(?:\.(\d{0,60}))?(?:[eE]([+-]?\d{1,2}))?$/.exec(ungrouped) ?? [];
  if (whole === "") return null;
  const shift = PLACES + Number(exponent) - fraction.length;
  const digits = BigInt(whole + fraction);
  const pico = shift >= 0 ? digits * 10n ** BigInt(shift) : roundRatio(ratio(digits, 10n ** BigInt(-shift)), 0, "half-even");
  return sign === "-" ? -pico : pico;
}

/** A count; null for anything else. Spreadsheets write 12 as 12.0. */
export function parseTokens(text: string): bigint | null {
  const [, digits] = /^(\d{1,18})(?:\.0+)?$/.exec(text.trim()) ?? [];
  return digits === undefined ? null : BigInt(digits);
}

/** The UTC day of a date or time: a time without a zone is taken as UTC. null for anything else. */
export function parseDay(text: string): string | null {
  const trimmed = text.trim();
  if (/^\d{10}$/.test(trimmed)) return new Date(Number(trimmed) * 1_000).toISOString().slice(0, 10);
  const [, day] = /^(\d{4}-\d\d-\d\d)([T ]\d\d:\d\d.*)?$/.exec(trimmed) ?? [];
  if (day === undefined || !isDay(day)) return null;
  const iso = trimmed.replace(" ", "T").replace(/ UTC$/, "Z");
  const at = new Date(iso.length === 10 || /(Z|[+-]\d\d:?\d\d)$/.test(iso) ? iso : `${iso}Z`);
  return Number.isNaN(at.getTime()) ? null : at.toISOString().slice(0, 10);
}

/** Date takes the 31st of a month of thirty days for the first of the next. */
function isDay(day: string): boolean {
  const at = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(day);
}
