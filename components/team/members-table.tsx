import { TableBody, TableCell, TableHead, TableHeaderCell, TableRow } from "@tremor/react";
import { ConfirmButton } from "../form/confirm-button";
import type { FormAction, FormState } from "../form/form-state";
import { formatTime } from "../times";
import { describeKeysEnd, type PersonControls } from "./prepare-people";
import { RoleForm } from "./role-form";
import { WideTable } from "../wide-table";

type PersonRow = PersonControls & {
  userId: string;
  email: string;
  name: string;
  role: string;
  joinedAt: Date;
  lastSeenAt: Date | null;
  openKeys: number;
};

export type MemberActions = {
  changeRole: FormAction<FormState<never>>;
  removeMember: FormAction<FormState<never>>;
  leaveTeam: FormAction<FormState<never>>;
};

type MembersTableProps = { people: readonly PersonRow[]; team: string; zone: string; actions: MemberActions };

const HEAD = "px-3 py-2 font-medium text-muted";
const CELL = "px-3 py-2 align-top leading-8 whitespace-nowrap";

export function MembersTable({ people, team, zone, actions }: MembersTableProps) {
  return (
    <WideTable name="Members, in the order in which they came">
      <TableHead>
        <TableRow className="border-b border-line text-caption">
          <TableHeaderCell scope="col" className={`${HEAD} sticky left-0 z-10 bg-surface pl-4`}>Name</TableHeaderCell>
          {["E-mail", "Role", "Joined", "Last seen", "Ends"].map((header) => (
            <TableHeaderCell key={header} scope="col" className={HEAD}>{header === "Ends" ? <span className="sr-only">Action</span> : header}</TableHeaderCell>
          ))}
        </TableRow>
      </TableHead>
      <TableBody>
        {people.map((person) => (
          <TableRow key={person.userId} className="border-b border-line text-table last:border-0">
            <TableHeaderCell scope="row" title={person.name} className="sticky left-0 z-10 max-w-[36vw] min-w-28 bg-surface py-2 pr-3 pl-4 align-top leading-8 wrap-anywhere whitespace-normal max-sm:pt-3.5 max-sm:leading-5 sm:max-w-72 font-medium text-ink">
              {person.name}{person.isSelf ? <span className="font-normal text-muted"> (you)</span> : null}
            </TableHeaderCell>
            <TableCell className={CELL}>{person.email}</TableCell>
            <TableCell className={CELL}>
              {person.roles.length === 0 ? person.role : (
                <RoleForm
                  key={person.role}
                  userId={person.userId}
                  name={person.name}
                  role={person.role}
                  roles={person.roles}
                  refusal={person.roleRefusal}
                  changeRole={actions.changeRole}
                />
              )}
            </TableCell>
            <TableCell className={CELL}>{formatTime(person.joinedAt, "date", zone)}</TableCell>
            <TableCell className={CELL}>{person.lastSeenAt === null ? "Not known" : formatTime(person.lastSeenAt, "minute", zone)}</TableCell>
            <TableCell className={`${CELL} pr-4 text-right`}><Ending person={person} team={team} actions={actions} /></TableCell>
          </TableRow>
        ))}
      </TableBody>
    </WideTable>
  );
}

function Ending({ person, team, actions }: { person: PersonRow; team: string; actions: MemberActions }) {
  const { userId, name, ending, endingRefusal, openKeys } = person;
  if (ending === null) return null;
  const isLeaving = ending === "leave";
  const reasonId = `ending-${userId}`;
  return (
    <div className="grid justify-items-end gap-1">
      <ConfirmButton
        label={isLeaving ? "Leave" : "Remove"}
        name={isLeaving ? `Leave ${team}` : `Remove ${name}`}
        title={isLeaving ? `Leave ${team}?` : `Remove ${name} from ${team}?`}
        confirmLabel={isLeaving ? "Leave the team" : "Remove"}
        busyLabel={isLeaving ? "Leaving…" : "Removing…"}
        action={isLeaving ? actions.leaveTeam : actions.removeMember}
        values={isLeaving ? {} : { userId }}
        disabled={endingRefusal !== null}
        describedBy={endingRefusal === null ? undefined : reasonId}
      >
        <p>{isLeaving ? "You see nothing of this team any more, until somebody invites you again." : "They see nothing of this team any more, until somebody invites them again."}</p>
        <p>{describeKeysEnd(openKeys, isLeaving ? "your" : "their")} Calls that were made stay in the ledger.</p>
      </ConfirmButton>
      {endingRefusal === null ? null : <p id={reasonId} className="max-w-48 text-right text-caption whitespace-normal text-subtle">{endingRefusal}</p>}
    </div>
  );
}
