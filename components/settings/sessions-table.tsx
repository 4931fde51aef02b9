import { TableBody, TableCell, TableHead, TableHeaderCell, TableRow } from "@tremor/react";
import { formatTime } from "../times";
import { ConfirmButton } from "../form/confirm-button";
import { describeBrowser } from "./describe-browser";
import type { FormAction, FormState } from "../form/form-state";
import { WideTable } from "../wide-table";

type SessionRow = { id: string; userAgent: string; createdAt: Date; lastSeenAt: Date };

type SessionsTableProps = {
  sessions: readonly SessionRow[];
  /** The session of this very page. */
  currentId: string;
  zone: string;
  endSession: FormAction<FormState<never>>;
};

const HEAD = "px-3 py-2 font-medium text-muted";
const CELL = "px-3 py-2 whitespace-nowrap";

export function SessionsTable({ sessions, currentId, zone, endSession }: SessionsTableProps) {
  return (
    <WideTable name="Where you are signed in, last seen first">
      <TableHead>
        <TableRow className="border-b border-line text-caption">
          <TableHeaderCell scope="col" className={`${HEAD} sticky left-0 bg-surface pl-4`}>Browser</TableHeaderCell>
          <TableHeaderCell scope="col" className={HEAD}>Signed in</TableHeaderCell>
          <TableHeaderCell scope="col" className={HEAD}>Last seen</TableHeaderCell>
          <TableHeaderCell scope="col" className={`${HEAD} sticky right-0 bg-surface pr-4`}><span className="sr-only">Action</span></TableHeaderCell>
        </TableRow>
      </TableHead>
      <TableBody>
        {sessions.map(({ id, userAgent, createdAt, lastSeenAt }) => {
          const [browser, since] = [describeBrowser(userAgent), formatTime(createdAt, "minute", zone)];
          return (
            <TableRow key={id} className="border-b border-line text-table last:border-0">
              <TableHeaderCell scope="row" title={userAgent} className="sticky left-0 max-w-[40vw] truncate bg-surface py-2 pr-3 pl-4 align-middle font-medium text-ink">
                {browser}
              </TableHeaderCell>
              <TableCell className={CELL}>{since}</TableCell>
              <TableCell className={CELL}>{formatTime(lastSeenAt, "minute", zone)}</TableCell>
              <TableCell className="sticky right-0 h-12 bg-surface py-2 pr-4 pl-3 text-right">
                {id === currentId ? (
                  <span className="rounded bg-brand-faint px-2 py-0.5 text-caption font-medium text-brand-strong">This one</span>
                ) : (
                  <ConfirmButton
                    label="Sign out"
                    name={`Sign out ${browser}, signed in ${since}`}
                    title={`Sign out ${browser}?`}
                    confirmLabel="Sign it out"
                    busyLabel="Signing out…"
                    action={endSession}
                    values={{ session: id }}
                  >
                    <p>It was signed in {since}. Its next page asks for a password again; nothing else is lost.</p>
                  </ConfirmButton>
                )}
              </TableCell>
            </TableRow>
          );
        })}
      </TableBody>
    </WideTable>
  );
}
