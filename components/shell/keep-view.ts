/** The pages whose address says what they are about: profile, range, zone and unit. */
const VIEW_PAGES = new Set(["/", "/calls", "/waste", "/savings", "/profiles", "/prices", "/keys"]);
const CALL = /^\/calls\/[^/]+$/;
const VIEW = ["profile", "range", "from", "to", "zone", "unit"];

/** A page's address with the view of the page that leads to it, where both have one. */
export function keepView(href: string, from: { pathname: string; search: URLSearchParams }): string {
  if (!VIEW_PAGES.has(href) || !(VIEW_PAGES.has(from.pathname) || CALL.test(from.pathname))) return href;
  const kept = new URLSearchParams(VIEW.flatMap((name) => {
    const value = from.search.get(name);
    return value === null ? [] : [[name, value]];
  }));
  return kept.size === 0 ? href : `${href}?${kept}`;
}
