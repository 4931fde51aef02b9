const LINK = "inline-flex h-8 items-center border border-line-strong bg-surface px-2.5 text-table font-medium text-ink hover:bg-hover";

/** Downloads what the page selects. Plain links: the answer is a file. */
export function ExportLinks({ what, hrefOf }: { what: string; hrefOf: (format: "csv" | "json") => string }) {
  return (
    <div className="flex shrink-0 items-stretch print:hidden">
      <a href={hrefOf("csv")} data-shortcut="e" className={`rounded-l ${LINK}`}>Export {what} <span className="sr-only">as CSV</span></a>
      <a href={hrefOf("json")} aria-label={`Export ${what} as JSON`} className={`rounded-r border-l-0 ${LINK}`}>JSON</a>
    </div>
  );
}
