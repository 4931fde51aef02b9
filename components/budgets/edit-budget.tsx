"use client";

import { useRef } from "react";
import { Dialog } from "../form/dialog";
import type { FormAction } from "../form/form-state";
import { BudgetForm } from "./budget-form";
import type { BudgetFormState, TypedBudget } from "./budget-state";

/** A button that opens the budget's form. */
export function EditBudget({ id, name, initial, save }: { id: string; name: string; initial: TypedBudget; save: FormAction<BudgetFormState> }) {
  const dialog = useRef<HTMLDialogElement>(null);
  return (
    <>
      <button type="button" aria-label={`Edit ${name}`} onClick={() => dialog.current?.showModal()} className="h-8 rounded border border-line-strong px-2.5 text-table font-medium hover:bg-hover">
        Edit
      </button>
      <Dialog dialog={dialog} title={`Edit “${name}”`} isWide>
        <BudgetForm id={id} action={save} initial={initial} subjects={null} />
        <button type="button" onClick={() => dialog.current?.close()} className="mt-3 text-table text-brand underline-offset-2 hover:underline">Close</button>
      </Dialog>
    </>
  );
}
