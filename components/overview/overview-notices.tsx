import Link from "next/link";
import { plural } from "../counts";
import { Notice } from "../notice";
import { formatTime } from "../times";

type NoticesProps = {
  attention: readonly { endpointId: string; endpoint: string; cause: string; attempts: number; lastSeen: Date }[];
  alerts: readonly { id: string; title: string; beganAt: Date }[];
  zone: string;
};

const ADVICE: Record<string, string | undefined> = {
  auth: "refuses our credential",
  credit: "says that our credit is used up",
  not_found: "no longer knows this model",
};

/** What a person must mend. */
export function OverviewNotices({ attention, alerts, zone }: NoticesProps) {
  return (
    <>
      <OpenAlerts alerts={alerts} zone={zone} />
      <Attention attention={attention} zone={zone} />
    </>
  );
}

const MOST_ALERTS = 3;

function OpenAlerts({ alerts, zone }: Pick<NoticesProps, "alerts" | "zone">) {
  if (alerts.length === 0) return null;
  return (
    <Notice title={alerts.length === 1 ? "An alert is open" : `${alerts.length} alerts are open`}>
      {alerts.slice(0, MOST_ALERTS).map(({ id, title, beganAt }) => (
        <span key={id} className="block">{title}, since {formatTime(beganAt, "minute", zone)}.</span>
      ))}
      <Link href="/alerts" className="font-medium underline underline-offset-2">{alerts.length > MOST_ALERTS ? `All ${alerts.length}` : "What to do"}</Link>
    </Notice>
  );
}

function Attention({ attention, zone }: Pick<NoticesProps, "attention" | "zone">) {
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
