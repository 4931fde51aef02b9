import { addMonths, monthOf } from "../lib/core/month";

const RUNNING = monthOf(new Date(), "UTC");
/** Its end is in the 30 days that the demonstration has. */
export const LAST_MONTH = addMonths(RUNNING, -1);

/** Pages of the demonstration's team, whose history has something of everything, by the name of their picture. */
export const PAGES = {
  overview: "/",
  "overview-of-a-profile": "/?profile=premium-cascade&range=30d",
  calls: "/calls",
  waste: "/waste",
  savings: "/savings",
  profiles: "/profiles",
  "profile-editor": "/profiles/premium-cascade",
  "profile-versions": "/profiles/premium-cascade/versions",
  "new-profile": "/profiles/new?template=cheapest",
  prices: "/prices",
  "prices-from-feeds": "/prices/feeds",
  providers: "/providers",
  "new-provider": "/providers/new",
  "new-known-provider": "/providers/new?from=groq",
  "new-provider-by-hand": "/providers/new?from=hand",
  keys: "/keys",
  team: "/team",
  settings: "/settings",
  account: "/settings/account",
  sessions: "/settings/sessions",
  audit: "/settings/audit?range=30d",
  sandbox: "/sandbox",
  "sandbox-optimise": "/sandbox?tab=optimise",
  "sandbox-backtest": "/sandbox?tab=backtest",
  "sandbox-drill": "/sandbox?tab=drill",
  reports: "/reports",
  "report-of-last-month": `/reports/${LAST_MONTH}`,
  "report-of-this-month": `/reports/${RUNNING}`,
  "focus-of-a-month": `/reports/${LAST_MONTH}/focus`,
  "invoices-of-a-month": `/reports/${LAST_MONTH}/invoices`,
  budgets: "/budgets",
  alerts: "/alerts",
} as const;
