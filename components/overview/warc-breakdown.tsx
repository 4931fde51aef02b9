import Link from "next/link";
import type { ReactNode } from "react";
import { formatUsdRatio } from "@/lib/core/money";
import type { MeasuredWarc } from "@/lib/core/measure-warc";
import { share, UNKNOWN } from "../amounts";
import { tierFill } from "../tier-colour";
import type { Addend, Part } from "./prepare-parts";
import { formatRate } from "../rates";

/** "95.0% × $1.00 = $0.95" */
export function formulaOf({ share: p, compositeCost, contribution }: Addend): string {
  if (!contribution) return `${share(p)} × ${UNKNOWN.toLowerCase()}`;
  if (!compositeCost) return `${share(p)} of calls add ${formatUsdRatio(contribution)}`;
  return `${share(p)} × ${formatUsdRatio(compositeCost)} = ${formatUsdRatio(contribution)}`;
}

/** The bar in words and numbers: P × C by tier, their sum, and what the tick and the hatched tail stand for. */
export function Breakdown({ warc, parts, hrefOf }: { warc: MeasuredWarc; parts: readonly Part[]; /** Of the calls so narrowed. */ hrefOf: (filters: Record<string, string>) => string }) {
  const hasWaste = warc.waste !== null && warc.waste.numerator > 0n;
  return (
    <ul className="mt-4 grid gap-1.5 text-table">
      {parts.filter((part) => part.share?.numerator !== 0n).map((part) => (
        <Row key={part.key} label={part.label} value={formulaOf(part)} href={hrefOf(part.filters)}>
          <rect x="2" width="10" height="12" rx="2" className={tierFill(part.rank)} />
        </Row>
      ))}
      {warc.primary ? (
        <Row label="Same calls, all at their primary" value={formatRate(warc.primary, warc.measure)} isFirst>
          <line x1="7" x2="7" y1="0" y2="12" strokeWidth="2" className="stroke-premium" />
        </Row>
      ) : null}
      {hasWaste ? (
        <Row label="Waste: failed attempts, on top" value={formatRate(warc.waste, warc.measure)}>
          <rect x="2" width="10" height="12" fill="url(#waste-hatch)" />
        </Row>
      ) : null}
    </ul>
  );
}

type RowProps = { label: string; value: string; href?: string; isFirst?: boolean; children: ReactNode };

function Row({ label, value, href, isFirst = false, children }: RowProps) {
  return (
    <li className={`flex min-w-0 items-center gap-2 ${isFirst ? "mt-1 border-t border-line pt-2.5" : ""}`}>
      <svg width="14" height="12" className="shrink-0" aria-hidden="true">{children}</svg>
      <span className="min-w-0 truncate text-muted" title={label}>
        {href === undefined ? label : <Link href={href} prefetch={false} className="underline-offset-2 hover:text-ink hover:underline">{label}</Link>}
      </span>
      <span className="ml-auto pl-2 whitespace-nowrap text-ink">{value}</span>
    </li>
  );
}
