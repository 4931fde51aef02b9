import Link from "next/link";
import { type Ratio } from "@/lib/core/ratio";
import { share } from "../amounts";
import { plural } from "../counts";
import { Caveat, Notice } from "../notice";
import { formatTime } from "../times";

type NoticesProps = {
  attention: readonly { endpointId: string; endpoint: string; cause: string; attempts: number; lastSeen: Date }[];
  /** Attempts whose cost is not known. */
  unknownAmounts: number;
  coverage: Ratio | null;
  unknownHref: string;
  zone: string;
};

const ADVICE: Record<string, string | undefined> = {
  auth: "refuses our credential",
  credit: "says that our credit is used up",
  not_found: "no longer knows this model",
};

/** What a person must mend, and how much of the cost is known. */
export function OverviewNotices({ attention, unknownAmounts, coverage, unknownHref, zone }: NoticesProps) {
  return (
    <>
      {attention.length === 0 ? null : (
        <Notice title={attention.length === 1 ? "An endpoint needs attention" : `${attention.length} endpoints need attention`}>
          {attention.map(({ endpointId, endpoint, cause, attempts, lastSeen }) => (
            <span key={endpointId} className="block">
              <Link
                href={`/calls?${new URLSearchParams({ endpoint, cause })}`}
                className="font-medium underline underline-offset-2"
              >
                {endpoint}
              </Link>{" "}
              {ADVICE[cause]}: {plural(attempts, "failed attempt")} this week, the last after{" "}
              {formatTime(lastSeen, "minute", zone)}.
            </span>
          ))}
        </Notice>
      )}
      {unknownAmounts === 0 ? null : (
        <Caveat label="Coverage">
          <strong className="font-semibold text-ink">{share(coverage)} of attempts have a known cost.</strong>{" "}
          <Link href={unknownHref} className="underline underline-offset-2">
            {plural(unknownAmounts, "attempt")} of unknown cost
          </Link>{" "}
          {unknownAmounts === 1 ? "is" : "are"} in no amount below: unknown is never counted as zero.
        </Caveat>
      )}
    </>
  );
}
