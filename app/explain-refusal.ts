import { AccountError } from "@/lib/accounts/account-error";
import { NotAllowedError } from "@/lib/accounts/member";
import { MonthError } from "@/lib/billing/month-error";
import { InvoiceError } from "@/lib/billing/reconcile/read-cells";
import { CatalogError } from "@/lib/catalog/catalog-error";

/** What a person can be told, as a sentence; anything else is ours to find out, and goes to the error page. */
export function explainRefusal(error: unknown): string {
  if (error instanceof AccountError || error instanceof CatalogError || error instanceof NotAllowedError || error instanceof MonthError || error instanceof InvoiceError) return `${error.message}.`;
  throw error;
}
