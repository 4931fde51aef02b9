import Link from "next/link";

const LINK = "inline-flex h-8 items-center rounded border border-line-strong bg-surface px-2.5 text-table font-medium text-ink hover:bg-hover";

/** The forms of a month: files, and its pages beside this one. Plain links where the answer is a file. */
export function ReportLinks({ month, closing, maySet }: { month: string; closing: number | null; /** Whether who reads it chooses how months are charged. */ maySet: boolean }) {
  const hrefOf = (format: string) => `/api/reports/${month}?format=${format}${closing === null ? "" : `&closing=${closing}`}`;
  return (
    <nav aria-label="Forms of this report" className="flex flex-wrap gap-2 print:hidden">
      <a href={hrefOf("pdf")} data-shortcut="e" className={LINK}>PDF</a>
      <a href={hrefOf("csv")} className={LINK}>CSV</a>
      <a href={hrefOf("json")} className={LINK}>JSON</a>
      <Link href={`/reports/${month}/focus`} prefetch={false} className={LINK}>FOCUS</Link>
      <Link href={`/reports/${month}/invoices`} prefetch={false} className={LINK}>Invoices</Link>
      {maySet ? <Link href="/reports#closing" prefetch={false} className={LINK}>Showback or chargeback</Link> : null}
    </nav>
  );
}

/** The months before and after; `[` and `]` go there. */
export function MonthSwitch({ before, after }: { before: { month: string; name: string } | null; after: { month: string; name: string } | null }) {
  return (
    <nav aria-label="Other months" className="flex gap-2 print:hidden">
      {before ? <Link href={`/reports/${before.month}`} data-shortcut="[" prefetch={false} className={LINK}>‹ {before.name}</Link> : null}
      {after ? <Link href={`/reports/${after.month}`} data-shortcut="]" prefetch={false} className={LINK}>{after.name} ›</Link> : null}
    </nav>
  );
}
