import Link from "next/link";
import type { Ratio } from "@/lib/core/ratio";
import { share } from "../amounts";
import { plural } from "../counts";

/** How much of the cost is known: over all figures, in one line of one height, so that nothing moves when it comes. */
export function CoverageStrip({ coverage, unknownAmounts, unknownHref }: { coverage: Ratio | null; unknownAmounts: number; unknownHref: string }) {
  const isWhole = unknownAmounts === 0;
  return (
    <section aria-label="Coverage" className={`mb-4 min-h-9 rounded-card border px-4 py-2 text-table text-muted ${isWhole ? "border-transparent bg-sunken" : "border-dashed border-line-strong"}`}>
      {isWhole ? (
        coverage ? "The cost of every attempt in this range is known." : "No attempt in this range."
      ) : (
        <>
          <strong className="font-semibold text-ink">{share(coverage)} of attempts have a known cost.</strong>{" "}
          <Link href={unknownHref} className="underline underline-offset-2">{plural(unknownAmounts, "attempt")} of unknown cost</Link>{" "}
          {unknownAmounts === 1 ? "is" : "are"} in no amount below: unknown is never counted as zero.
        </>
      )}
    </section>
  );
}
