import { findProviderAt, hasHiddenParts, isMoved } from "./addresses";
import type { AuditTerms, Edit, Found } from "./finding";
import type { Symbol } from "./symbols";

/** A client as the code makes it. */
export type Client = {
  provider: string | null;
  /** It goes to RouteLedger already. */
  isMoved: boolean;
  /** Its models are the arguments of a function, rather than an option of a call. */
  isFunction: boolean;
  /** Where it may have been made, as `originOf` writes it. */
  origins: readonly string[];
};

export function originOf(path: string, at: number): string {
  return `${path}:${at}`;
}

/** What the code says of a client's address: nothing, a literal, or something that only its run tells. */
export type GivenAddress = { kind: "none" } | { kind: "literal"; text: string; /** Of the literal, quotes included; null where it stands in another file. */ place: { start: number; end: number } | null } | { kind: "told at run time" };

export function describeClient(symbol: Symbol, address: GivenAddress, origin: string, terms: AuditTerms): Client {
  const told = { isFunction: symbol.role === "factory", origins: [origin] };
  if (address.kind === "none") return { provider: symbol.provider, isMoved: false, ...told };
  if (address.kind === "told at run time") return { provider: null, isMoved: false, ...told };
  return { provider: findProviderAt(address.text, terms.providers)?.provider ?? null, isMoved: isMoved(address.text, terms), ...told };
}

/** One of several: of a provider where all are of one, and moved where all are. @param isOpen it may be another one still */
export function mergeClients(clients: readonly Client[], isOpen: boolean): Client {
  const [first, ...others] = clients;
  const isOne = !isOpen && others.every(({ provider }) => provider === first?.provider);
  return { provider: isOne ? (first?.provider ?? null) : null, isMoved: clients.every(({ isMoved }) => isMoved), isFunction: clients.some(({ isFunction }) => isFunction), origins: [...new Set(clients.flatMap(({ origins }) => origins))] };
}

export type ClientPlace = {
  at: number;
  code: string;
  symbol: Symbol;
  client: Client;
  address: GivenAddress;
  /** The file's. */
  text: string;
  /** How the option is added where there is none; null where that takes more than one place. */
  insertion: Edit | null;
};

/** A client that goes to a provider; none where its address is told at run time, moved already, or nobody's that is known. */
export function reportClient({ at, code, symbol, client, address, text, insertion }: ClientPlace, terms: AuditTerms): Found | null {
  if (client.isMoved || client.provider === null) return null;
  const place = symbol.address !== null && address.kind === "literal" && !hasHiddenParts(address.text) ? address.place : null;
  const edit = place !== null ? replaceLiteral(text, place, terms.baseUrl) : symbol.address !== null && address.kind === "none" ? insertion : null;
  return { at, kind: "client", code, provider: client.provider, model: null, edit, takesAddress: symbol.address !== null };
}

/** Another text in the same quotes. */
function replaceLiteral(text: string, { start, end }: { start: number; end: number }, value: string): Edit {
  const before = text.slice(start, end);
  const quote = before.at(-1) ?? '"';
  return { start, end, before, after: `${quote}${value}${quote}` };
}
