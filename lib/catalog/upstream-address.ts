import { parseAddress, refusedAddress } from "@/lib/core/address";

const MAX_LENGTH = 2_000;
/** Names that lead to this machine or this network by convention; what others lead to is checked when connecting. */
const LOCAL_NAME = /(^|\.)(localhost|internal|local|localdomain|home\.arpa)$/;
/** Below the ports that any program may open, only the web's own: the others speak to mail, shells and databases. */
const WEB_PORTS = new Set(["", "80", "443"]);
const FIRST_USER_PORT = 1024;

/** The base URL in the one spelling that is stored, without a slash at its end, or why it is refused. */
export type CheckedBaseUrl = { baseUrl: string; refused?: never } | { refused: string };

/**
 * Whether a provider may have this base URL. The host of the parsed URL is what counts: `127.1`, `2130706433` and
 * `0x7f.1` are all 127.0.0.1 by then.
 * @param privateAllowed whether it may lead to loopback and private addresses: for the operator's own file
 */
export function checkBaseUrl(text: string, privateAllowed: boolean): CheckedBaseUrl {
  const checked = checkHookUrl(text, privateAllowed);
  if ("refused" in checked) return checked;
  if (/[?#]/.test(text)) return { refused: "must not contain ? or #" };
  const url = new URL(checked.url);
  return { baseUrl: url.origin + url.pathname.replace(/\/+$/, "") };
}

/** As a base URL, and it may have a query: where somebody wants to be told of things. Without what follows a #. */
export function checkHookUrl(text: string, privateAllowed: boolean): { url: string } | { refused: string } {
  if (text.length > MAX_LENGTH) return { refused: `has more than ${MAX_LENGTH} characters` };
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null) return { refused: "is not a URL such as https://api.example.com/v1" };
  if (url.protocol !== "https:" && url.protocol !== "http:") return { refused: "must begin with https:// or http://" };
  if (url.username !== "" || url.password !== "") return { refused: "must not contain a user name or password" };
  const refused = privateAllowed ? null : refusedHost(url);
  return refused === null ? { url: url.origin + url.pathname + url.search } : { refused };
}

function refusedHost({ hostname, port }: URL): string | null {
  const host = hostname.replace(/^\[(.*)\]$/, "$1");
  if (parseAddress(host) !== null) {
    const reason = refusedAddress(host);
    if (reason !== null) return `leads to a network address that is ${reason}`;
  } else if (host.endsWith(".")) return "must not end its host name in a dot";
  else if (LOCAL_NAME.test(host)) return "names a host of this machine or network";
  else if (!host.includes(".")) return "must name its host in full, such as api.example.com";
  return WEB_PORTS.has(port) || Number(port) >= FIRST_USER_PORT ? null : `must not use the port ${port}`;
}
