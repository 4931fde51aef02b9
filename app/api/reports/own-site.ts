/** A link or a form of a page of ours, or an address that somebody typed: what another site links to carries no session here. */
export function isOfOwnSite({ headers }: Request): boolean {
  const site = headers.get("sec-fetch-site");
  return site === null || site === "same-origin" || site === "none";
}
