import { Caveat, Notice } from "../notice";
import { describePending, describeUnrecorded, type LedgerFigures } from "./describe-ledger";

/** How far the figures are behind, and what is missing in them for good. */
export function LedgerNotices({ ledger }: { ledger: LedgerFigures }) {
  const pending = describePending(ledger);
  const unrecorded = describeUnrecorded(ledger);
  return (
    <>
      {unrecorded === null ? null : (
        <Notice title="Calls are missing in the ledger">
          {unrecorded} The gateway&rsquo;s log has their cost and the reason; /api/health says whether it goes on.
        </Notice>
      )}
      {pending === null ? null : (
        <Caveat label="Calls on their way">
          <strong className="font-semibold text-ink">{pending}</strong> They are safe in the journal until the database takes them.
        </Caveat>
      )}
    </>
  );
}
