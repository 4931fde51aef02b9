import { TableBody, TableCell, TableHead, TableHeaderCell, TableRow } from "@tremor/react";
import { ConfirmButton } from "../form/confirm-button";
import type { FormAction, FormState } from "../form/form-state";
import { formatTime } from "../times";
import { WideTable } from "../wide-table";

type InvitationRow = { id: string; email: string; role: string; invitedBy: string; expiresAt: Date; mayRevoke: boolean };

type InvitationsTableProps = { invitations: readonly InvitationRow[]; zone: string; revokeInvitation: FormAction<FormState<never>> };

const HEAD = "px-3 py-2 font-medium text-muted";
const CELL = "px-3 py-2 whitespace-nowrap";

export function InvitationsTable({ invitations, zone, revokeInvitation }: InvitationsTableProps) {
  return (
    <WideTable name="Open invitations, newest first">
      <TableHead>
        <TableRow className="border-b border-line text-caption">
          <TableHeaderCell scope="col" className={`${HEAD} sticky left-0 bg-surface pl-4`}>E-mail</TableHeaderCell>
          {["Role", "Invited by", "Until"].map((header) => <TableHeaderCell key={header} scope="col" className={HEAD}>{header}</TableHeaderCell>)}
          <TableHeaderCell scope="col" className={`${HEAD} pr-4`}><span className="sr-only">Action</span></TableHeaderCell>
        </TableRow>
      </TableHead>
      <TableBody>
        {invitations.map(({ id, email, role, invitedBy, expiresAt, mayRevoke }) => (
          <TableRow key={id} className="border-b border-line text-table last:border-0">
            <TableHeaderCell scope="row" title={email} className="sticky left-0 max-w-[40vw] truncate bg-surface py-2 pr-3 pl-4 align-middle font-medium text-ink">{email}</TableHeaderCell>
            <TableCell className={CELL}>{role}</TableCell>
            <TableCell className={CELL}>{invitedBy}</TableCell>
            <TableCell className={CELL}>{formatTime(expiresAt, "minute", zone)}</TableCell>
            <TableCell className={`${CELL} h-12 pr-4 text-right`}>
              {mayRevoke ? (
                <ConfirmButton
                  label="Revoke"
                  name={`Revoke the invitation of ${email}`}
                  title={`Revoke the invitation of ${email}?`}
                  confirmLabel="Revoke"
                  busyLabel="Revoking…"
                  action={revokeInvitation}
                  values={{ invitation: id }}
                >
                  <p>Its link stops working at once. You can invite them again.</p>
                </ConfirmButton>
              ) : null}
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </WideTable>
  );
}
