import { addKnown, type InvoiceClass, type InvoiceLine } from "./invoice-line";

/** What the ledger has of a provider's UTC day, endpoint and class. */
export type OwnLine = { day: string; model: string; upstreamModel: string; class: InvoiceClass; tokens: bigint; amountPico: bigint };

/** What both sides say of a thing; null for what the provider does not say. */
export type Difference = {
  name: string;
  ownPico: bigint;
  theirPico: bigint | null;
  /** Theirs less ours. */
  deltaPico: bigint | null;
  ownTokens: bigint;
  theirTokens: bigint | null;
  /** Why they most likely differ, in words; the empty text where they agree. */
  reason: string;
};

export type Comparison = { total: Difference; byModel: Difference[]; byDay: Difference[]; byClass: Difference[] };

export type Given = {
  own: readonly OwnLine[];
  theirs: readonly InvoiceLine[];
  /** null where they tell tokens alone. */
  totalPico: bigint | null;
  /** Attempts of unknown cost, by the day; those of the whole month are the total's. */
  unknownByDay: ReadonlyMap<string, number>;
  /** The provider is billed by UTC days, and the team's month is cut elsewhere. */
  isOtherZone: boolean;
};

/** Holds a provider's word against the ledger, by model, day and class as far as it says. */
export function compareInvoice({ own, theirs, totalPico, unknownByDay, isOtherZone }: Given): Comparison {
  const unknown = [...unknownByDay.values()].reduce((sum, count) => sum + count, 0);
  const models = listModels(own);
  const by = (ownKey: (line: OwnLine) => string, theirKey: (line: InvoiceLine) => string | null, unknownOf: (name: string) => number) => {
    if (theirs.every((line) => theirKey(line) === null)) return [];
    const names = new Set([...own.map(ownKey), ...theirs.map((line) => theirKey(line) ?? NOT_STATED)]);
    return [...names].sort().map((name) => {
      const lines = theirs.filter((line) => (theirKey(line) ?? NOT_STATED) === name);
      const isSaid = theirs.some(({ amountPico }) => amountPico !== null);
      const said = { tokens: sumOf(lines, ({ tokens }) => tokens), pico: isSaid ? (sumOf(lines, ({ amountPico }) => amountPico) ?? 0n) : null };
      return differ(name, own.filter((line) => ownKey(line) === name), said, unknownOf(name));
    });
  };
  const all = { tokens: sumOf(theirs, ({ tokens }) => tokens), pico: totalPico };
  const total = differ("Total", own, all, unknown);
  const byDay = explainBoundaries(by(({ day }) => day, ({ day }) => day, (day) => unknownByDay.get(day) ?? 0));
  const byModel = by(({ model }) => model, ({ model }) => model && (models.get(normalise(model)) ?? model), () => 0);
  return { total: isOtherZone ? addZone(total) : total, byModel, byDay, byClass: by((line) => line.class, (line) => line.class, () => 0) };
}

const NOT_STATED = "(not stated)";
/** A cent, and half a percent: what rounding to cents and to thousands makes. */
const CENT_PICO = 10_000_000_000n;

function sumOf<Line>(lines: readonly Line[], value: (line: Line) => bigint | null): bigint | null {
  return lines.reduce<bigint | null>((sum, line) => addKnown(sum, value(line)), null);
}

function differ(name: string, own: readonly OwnLine[], theirs: { tokens: bigint | null; pico: bigint | null }, unknown: number): Difference {
  const ownPico = own.reduce((sum, { amountPico }) => sum + amountPico, 0n);
  const ownTokens = own.reduce((sum, line) => (line.class === "perRequest" ? sum : sum + line.tokens), 0n);
  const row = { name, ownPico, theirPico: theirs.pico, deltaPico: theirs.pico === null ? null : theirs.pico - ownPico, ownTokens, theirTokens: theirs.tokens };
  return { ...row, reason: reasonOf(row, unknown) };
}

function reasonOf({ ownPico, deltaPico, ownTokens, theirTokens }: Omit<Difference, "reason">, unknown: number): string {
  if (deltaPico === null) return theirTokens === ownTokens ? "" : reasonOfTokens(ownTokens, theirTokens, unknown);
  if (deltaPico === 0n) return "";
  if (abs(deltaPico) <= CENT_PICO || abs(deltaPico) * 1_000n <= ownPico) return "Rounding: less than a cent or a thousandth";
  if (ownPico === 0n && unknown === 0) return "Calls past this gateway: used at the provider, and not in our ledger";
  if (deltaPico > 0n && unknown > 0) return `${unknown === 1 ? "1 attempt" : `${unknown} attempts`} of unknown cost: ours has no amount for ${unknown === 1 ? "it" : "them"}. More than that is calls past this gateway, or a price higher than ours`;
  if (ownPico + deltaPico === 0n) return "In our ledger alone: free allowance, credit, or another billing account";
  if (theirTokens !== null && isNear(ownTokens, theirTokens)) return "Price differs: about the same tokens at another price";
  return deltaPico > 0n ? "Calls past this gateway, or a price that is higher than ours" : "A discount or credit, or a price that is lower than ours";
}

function reasonOfTokens(own: bigint, theirs: bigint | null, unknown: number): string {
  if (theirs === null) return "Not said by the provider";
  if (isNear(own, theirs)) return "Counted a little differently";
  if (theirs < own) return "In our ledger alone: another billing account, or counted elsewhere";
  return unknown > 0 ? "Attempts of unknown usage, or calls past this gateway" : "Calls past this gateway: used at the provider, and not in our ledger";
}

/** Within half a percent. */
function isNear(a: bigint, b: bigint): boolean {
  return abs(a - b) * 200n <= abs(a);
}

function abs(value: bigint): bigint {
  return value < 0n ? -value : value;
}

/** What a day has too much its neighbour has too little of: the two sides end their days at different moments. */
function explainBoundaries(days: Difference[]): Difference[] {
  return days.map((day, index) => {
    const delta = day.deltaPico;
    if (delta === null || day.reason === "" || day.reason.startsWith("Rounding")) return day;
    const isMirrored = [days[index - 1], days[index + 1]].some((other) => {
      const rest = other?.deltaPico == null ? null : other.deltaPico + delta;
      return rest !== null && abs(rest) * 10n <= abs(delta);
    });
    return isMirrored ? { ...day, reason: "Boundary of days: a neighbouring day differs by as much the other way" } : day;
  });
}

function addZone(total: Difference): Difference {
  return total.reason === "" ? total : { ...total, reason: `${total.reason}. The provider's month is of UTC, as is ours here; the report is cut in the team's zone` };
}

/** From how the provider may name a model to our name of it. */
function listModels(own: readonly OwnLine[]): Map<string, string> {
  return new Map(own.flatMap(({ model, upstreamModel }) => [model, upstreamModel].map((name) => [normalise(name), model] as const)));
}

/** Without who made it, and without the date of its release. */
function normalise(model: string): string {
  const last = model.slice(model.lastIndexOf("/") + 1).toLowerCase();
  return last.replace(/[-@:](\d{4}-\d\d-\d\d|\d{8}|latest)$/, "").replace(/[\s_.]+/g, "-");
}
