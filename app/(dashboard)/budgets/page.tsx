import type { Metadata } from "next";
import { BudgetForm } from "@/components/budgets/budget-form";
import { BudgetList } from "@/components/budgets/budget-list";
import { NEW_BUDGET, type TypedBudget } from "@/components/budgets/budget-state";
import { EditBudget } from "@/components/budgets/edit-budget";
import { prepareBudget, typedUsd } from "@/components/budgets/prepare-budgets";
import { plural } from "@/components/counts";
import { ConfirmButton } from "@/components/form/confirm-button";
import { PageHeader } from "@/components/page-header";
import { Panel } from "@/components/panel";
import { PanelBoundary } from "@/components/panel-boundary";
import { PanelGroup } from "@/components/panel-group";
import type { Member } from "@/lib/accounts/member";
import { isAllowed } from "@/lib/accounts/permissions";
import { requireMember } from "@/lib/auth";
import { getDb } from "@/lib/db";
import { type BudgetState, listBudgetStates } from "@/lib/reports/budget-states";
import { listBudgetSubjects } from "@/lib/reports/budget-subjects";
import { parseView, type View, viewHref } from "@/lib/reports/scope";
import { withTimeLimit } from "@/lib/reports/time-limit";
import { addBudget, changeBudget, endBudget } from "./actions";

export const metadata: Metadata = { title: "Budgets" };

const LIST_HEIGHT = "min-h-51 sm:min-h-42";

export default async function BudgetsPage() {
  const { member, team } = await requireMember();
  const now = new Date();
  const view = parseView({}, now, team.timeZone);
  return (
    <>
      <PageHeader title="Budgets" scope={`What ${team.name} may spend, and what happens then. Periods in ${team.timeZone}.`} />
      <div className="grid grid-cols-1 gap-4">
        <PanelGroup waiting={[{ title: "Budgets", className: LIST_HEIGHT }]}>
          <PanelBoundary title="Budgets" className={LIST_HEIGHT}>
            <BudgetsPanel member={member} view={view} now={now} />
          </PanelBoundary>
          {isAllowed(member.role, "change budgets") ? (
            <Panel title="New budget" subtitle="It counts what its period has spent already. Several may apply to one call: all must have room for it.">
              <BudgetForm action={addBudget.bind(null, member.teamId)} initial={NEW_BUDGET} subjects={await listChoices(member.teamId)} />
            </Panel>
          ) : (
            <p className="text-table text-muted">Your role ({member.role}) may see budgets, but not change them. Ask an admin.</p>
          )}
        </PanelGroup>
      </div>
    </>
  );
}

async function BudgetsPanel({ member, view, now }: { member: Member; view: View; now: Date }) {
  const states = await withTimeLimit(listBudgetStates(getDb(), member.teamId, now));
  const mayChange = isAllowed(member.role, "change budgets");
  const stateOf = (id: string) => states.find((state) => state.id === id);
  return (
    <Panel title={plural(states.length, "budget")} subtitle="What the ledger has. Attempts of unknown cost are not in it, and a budget that stops keeps what was reserved for them." className={LIST_HEIGHT}>
      {states.length === 0 ? (
        <p className="py-4 text-body text-muted">No budget yet. A budget tells of spend, leaves calls their cheaper tiers, or stops them before they go over it.</p>
      ) : (
        <BudgetList
          rows={states.map((state) => prepareBudget(state, view.zone))}
          callsHref={(id) => callsHref(stateOf(id), view)}
          actionsOf={(id) => {
            const state = stateOf(id);
            return mayChange && state ? <BudgetActions state={state} teamId={member.teamId} /> : null;
          }}
        />
      )}
    </Panel>
  );
}

function BudgetActions({ state, teamId }: { state: BudgetState; teamId: string }) {
  const { id, name, amountPico, period, rolling, thresholds, action } = state;
  const initial: TypedBudget = {
    name, action, amount: typedUsd(amountPico), period: `${rolling ? "rolling" : "calendar"}-${period}`, thresholds: thresholds.join(", "),
  };
  return (
    <>
      <EditBudget id={id} name={name} initial={initial} save={changeBudget.bind(null, teamId)} />
      <ConfirmButton
        label="Archive" name={`Archive ${name}`} title={`Archive “${name}”?`} confirmLabel="Archive budget" busyLabel="Archiving…"
        action={endBudget.bind(null, teamId)} values={{ id }}
      >
        <p>It no longer tells of anything nor blocks anything, from the next call on. Its calls and the record of its changes stay.</p>
      </ConfirmButton>
    </>
  );
}

/** The calls that a budget is about; a member's are told by their keys. */
function callsHref(state: BudgetState | undefined, view: View): string {
  if (!state) return "/calls";
  const { scope, subject, subjectName, range } = state;
  const own = { ...view, preset: null, range };
  if (scope === "profile") return viewHref("/calls", own, { profile: subjectName });
  if (scope === "key") return viewHref("/calls", own, { key: subject });
  if (scope === "member") return viewHref("/keys", own, { q: subjectName });
  if (scope === "team") return viewHref("/calls", own);
  const at = subject.indexOf("=");
  return viewHref("/calls", own, { tag: subject.slice(0, at), value: subject.slice(at + 1) });
}

async function listChoices(teamId: string): Promise<{ value: string; label: string }[]> {
  const subjects = await listBudgetSubjects(getDb(), teamId);
  return [
    { value: "team", label: "The whole team" },
    ...subjects.profiles.map(({ id, name }) => ({ value: `profile:${id}`, label: `Profile: ${name}` })),
    ...subjects.keys.map(({ id, name }) => ({ value: `key:${id}`, label: `API key: ${name}` })),
    ...subjects.members.map(({ id, name }) => ({ value: `member:${id}`, label: `Member: ${name}` })),
    { value: "tag", label: "A tag of calls" },
  ];
}
