/**
 * Which network addresses an upstream may not have: everything that is not plainly public. Written without packages,
 * since it is asked when a base URL is saved and again when its host is connected to.
 * Source: the IANA special-purpose address registries for IPv4 and IPv6 (RFC 6890 and its updates).
 */

/** First bytes of the range, its length in bits, and what it is. */
type AddressRange = readonly [first: readonly number[], bits: number, what: string];

const V4_RANGES: readonly AddressRange[] = [
  [[0], 8, "this network"],
  [[10], 8, "private"],
  [[100, 64], 10, "shared by carriers"],
  [[127], 8, "loopback"],
  [[169, 254], 16, "link-local"],
  [[172, 16], 12, "private"],
  [[192, 0, 0], 24, "for protocols"],
  [[192, 0, 2], 24, "for documentation"],
  [[192, 88, 99], 24, "an old 6to4 relay"],
  [[192, 168], 16, "private"],
  [[198, 18], 15, "for benchmarks"],
  [[198, 51, 100], 24, "for documentation"],
  [[203, 0, 113], 24, "for documentation"],
  [[224], 4, "multicast"],
  [[240], 4, "reserved"],
];

/** Only 2000::/3 is public at all; these are named inside it, or to say more than "not public". */
const V6_RANGES: readonly AddressRange[] = [
  [[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1], 128, "loopback"],
  [[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], 96, "unspecified or IPv4-compatible"],
  [[0x00, 0x64, 0xff, 0x9b, 0x00, 0x01], 48, "a private IPv4 translation"],
  [[0x20, 0x01, 0x00], 23, "for protocols, Teredo among them"],
  [[0x20, 0x01, 0x0d, 0xb8], 32, "for documentation"],
  [[0x20, 0x02], 16, "6to4"],
  [[0x3f, 0xff, 0x00], 20, "for documentation"],
  [[0xfc], 7, "private"],
  [[0xfe, 0x80], 10, "link-local"],
  [[0xfe, 0xc0], 10, "site-local"],
  [[0xff], 8, "multicast"],
];

const GLOBAL_UNICAST: AddressRange = [[0x20], 3, "public"];

/** Prefixes of IPv6 addresses that lead to the IPv4 address in their last four bytes: mapped, and NAT64's (RFC 6052). */
const V4_CARRIERS: readonly AddressRange[] = [
  [[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff], 96, "IPv4-mapped"],
  [[0x00, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0], 96, "IPv4 translation"],
];

/**
 * Why nobody's upstream may live at this address, in a few words, or null when it is public.
 * What is not an address is refused as well: only numbers can be judged, never names.
 */
export function refusedAddress(ip: string): string | null {
  const bytes = parseAddress(ip);
  if (bytes === null) return "not an IP address";
  return bytes.length === 4 ? refusedV4(bytes) : refusedV6(bytes);
}

function refusedV4(bytes: number[]): string | null {
  return findRange(V4_RANGES, bytes);
}

function refusedV6(bytes: number[]): string | null {
  if (findRange(V4_CARRIERS, bytes) !== null) return refusedV4(bytes.slice(12));
  return findRange(V6_RANGES, bytes) ?? (isIn(GLOBAL_UNICAST, bytes) ? null : "not public");
}

function findRange(ranges: readonly AddressRange[], bytes: number[]): string | null {
  return ranges.find((range) => isIn(range, bytes))?.[2] ?? null;
}

function isIn([first, bits]: AddressRange, bytes: number[]): boolean {
  for (let index = 0; index * 8 < bits; index++) {
    const mask = (0xff << Math.max(0, 8 - (bits - index * 8))) & 0xff;
    if (((bytes[index] ?? 0) & mask) !== ((first[index] ?? 0) & mask)) return false;
  }
  return true;
}

/**
 * The 4 or 16 bytes of an address as it is written in text: dotted decimal without leading zeros, or RFC 4291's
 * forms. Null for anything else: names, zones (`fe80::1%eth0`), hexadecimal or shortened IPv4.
 */
export function parseAddress(text: string): number[] | null {
  if (text.length > 45) return null;
  return text.includes(":") ? parseV6(text) : parseV4(text);
}

function parseV4(text: string): number[] | null {
  const parts = text.split(".");
  if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part))) return null;
  const bytes = parts.map(Number);
  return bytes.every((byte) => byte <= 255) ? bytes : null;
}

function parseV6(text: string): number[] | null {
  const halves = text.split("::");
  if (halves.length > 2) return null;
  const [head, tail] = [parseGroups(halves[0] ?? "", halves.length === 1), parseGroups(halves[1] ?? "", true)];
  if (head === null || tail === null) return null;
  if (halves.length === 1) return head.length === 16 ? head : null;
  const missing = 16 - head.length - tail.length;
  return missing >= 2 ? [...head, ...new Array<number>(missing).fill(0), ...tail] : null;
}

/** @param isLast whether the text ends the address, where an IPv4 address may stand for the last two groups */
function parseGroups(text: string, isLast: boolean): number[] | null {
  if (text === "") return [];
  const groups = text.split(":");
  const bytes: number[] = [];
  for (const [index, group] of groups.entries()) {
    if (isLast && index === groups.length - 1 && group.includes(".")) {
      const v4 = parseV4(group);
      if (v4 === null) return null;
      bytes.push(...v4);
    } else if (/^[0-9a-f]{1,4}$/i.test(group)) {
      const value = Number.parseInt(group, 16);
      bytes.push(value >> 8, value & 0xff);
    } else return null;
  }
  return bytes;
}
