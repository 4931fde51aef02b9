import type { AuditedProvider, AuditTerms } from "./finding";

/** A provider's API at an address. */
export type ProviderAddress = { provider: string; /** The address is a base URL, with no path of a request behind it. */ isBase: boolean };

/** Hosts that serve other APIs than the known base URL's too, or are named by customers. */
const MORE_HOSTS: readonly (readonly [RegExp, string])[] = [
  [/(^|\.)openai\.azure\.com$/, "azure"],
  [/^bedrock-runtime\.[a-z0-9-]+\.amazonaws\.com$/, "amazon-bedrock"],
  [/(^|-)aiplatform\.googleapis\.com$/, "google-vertex"],
  [/^api\.together\.ai$/, "together"],
  [/^api\.cohere\.com$/, "cohere"],
];

/** Whose API an address is at; null for anybody else's, and for what is no address. */
export function findProviderAt(address: string, providers: readonly AuditedProvider[]): ProviderAddress | null {
  const url = parse(address);
  if (url === null) return null;
  const known = providers.find(({ baseUrl }) => baseUrl !== null && parse(baseUrl)?.host === url.host);
  const provider = known?.slug ?? MORE_HOSTS.find(([host]) => host.test(url.hostname))?.[1];
  if (provider === undefined) return null;
  const path = trim(url.pathname);
  return { provider, isBase: path === "" || /\/(v\d[a-z0-9]*|openai|api)$/.test(path) || path === trim(parse(known?.baseUrl ?? "")?.pathname ?? "") };
}

/** Whether an address leads to RouteLedger already. */
export function isMoved(address: string, { baseUrl }: AuditTerms): boolean {
  const [url, own] = [parse(address), parse(baseUrl)];
  return url !== null && own !== null && url.host === own.host;
}

/** For people: without a name, a password, a query or a fragment, any of which may be a secret. */
export function showAddress(address: string): string {
  const url = parse(address);
  return url === null ? "an address" : `${url.protocol}//${url.host}${trim(url.pathname)}`;
}

/** Whether it says anything that `showAddress` leaves out. */
export function hasHiddenParts(address: string): boolean {
  const url = parse(address);
  return url === null || url.username !== "" || url.password !== "" || url.search !== "" || url.hash !== "";
}

function parse(address: string): URL | null {
  if (!/^https?:\/\//i.test(address) || address.length > 2_000) return null;
  try {
    return new URL(address);
  } catch {
    return null;
  }
}

function trim(path: string): string {
  return path.replace(/\/+$/, "");
}
