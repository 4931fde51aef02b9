import Link from "next/link";
import { plural } from "../counts";
import { Notice } from "../notice";
import { formatTime } from "../times";

type NoticesProps = {
  attention: readonly { endpointId: string; endpoint: string; cause: string; attempts: number; lastSeen: Date }[];
  zone: string;
};

const ADVICE: Record<string, string | undefined> = {
  auth: "refuses our credential",
  credit: "says that our credit is used up",
  not_found: "no longer knows this model",
};

/** What a person must mend. */
export function OverviewNotices({ attention, zone }: NoticesProps) {
  if (attention.length === 0) return null;
  return (
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
  );
}
