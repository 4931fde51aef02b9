const SERVICES: Readonly<Record<string, string>> = { github: "GitHub", google: "Google", oidc: "your organisation's sign-in" };

/** What somebody does who signs in elsewhere and looks for their password here. @param services ids, such as `github` */
export function describeNoPassword(services: readonly string[]): string {
  const names = services.map((service) => SERVICES[service] ?? service);
  if (names.length === 0) return "No password was set for you yet. Use “Forgot your password?” on the sign-in page: it sends a link with which you set one.";
  const list = new Intl.ListFormat("en-GB", { type: "disjunction" }).format(names);
  return `You sign in with ${list}, and your password is changed there. To have one here as well, use “Forgot your password?” on the sign-in page.`;
}
