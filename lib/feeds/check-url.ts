import { checkBaseUrl } from "@/lib/catalog/upstream-address";

/** A feed's address in one spelling, or why it is refused. */
export type CheckedUrl = { url: URL; refused?: never } | { refused: string };

/** Whether a feed may be read from here: as for a provider's base URL, but that it may have a query. */
export function checkFeedUrl(text: string, privateAllowed: boolean): CheckedUrl {
  const [place = "", ...rest] = text.split("?");
  const query = rest.length === 0 ? undefined : rest.join("?");
  const checked = checkBaseUrl(place, privateAllowed);
  if (checked.refused !== undefined) return checked;
  if (text.length > 2_000 || (query ?? "").includes("#")) return { refused: "must be a URL of at most 2000 characters without #" };
  return { url: new URL(query === undefined ? checked.baseUrl : `${checked.baseUrl}?${query}`) };
}
