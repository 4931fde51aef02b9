/** Where the export is not, or cannot be, what the specification asks: told on screen and in the metadata. */
export const DEVIATIONS: readonly string[] = [
  "RouteLedger meters calls as a gateway: it is not the provider. BilledCost is the metered cost until an invoice is matched, and never the invoice's own amount.",
  "Amounts whose usage the provider did not report are estimated from what was sent: x_CostBasis says so.",
  "Attempts of unknown cost are in no row: focus_exceptions.csv lists them with an estimate where there is one.",
  "BillingAccountId is the provider's short name where nobody stated its billing account.",
  "InvoiceIssuerName and HostProviderName are whom the gateway called: a broker does not tell who ran each call.",
  "ListCost equals ContractedCost where nobody stated a list price beside an agreed one.",
  "Corrections of frozen months are rows of the open month without quantity and unit price, and their ListCost is their ContractedCost: ChargePeriod is the UTC month that they are about, or the time whose price was corrected. The report's corrections are of months in the team's time zone: where that is not UTC they are other amounts.",
  "Tags hold profile and version alone: a row is the sum of an hour's attempts, whose calls have many tags.",
  "Prepaid credit and taxes are not known here: there are no rows of category Purchase, Credit or Tax.",
];
