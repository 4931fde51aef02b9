/** What became of a form. A refused one gives back what was typed but secrets; `form` is a problem of no field. */
export type FormState<Field extends string> =
  | { status: "idle" }
  | { status: "saved"; message: string }
  | {
      status: "refused";
      typed: Partial<Record<Field, string>>;
      problems: Partial<Record<Field | "form", string>>;
      /** What the thing is now, where somebody else has changed it. */
      now?: readonly { term: string; value: string }[];
    };

export type FormAction<State> = (before: State, form: FormData) => Promise<State>;

/** What was typed into a field, or its value before anything was. */
export function typedOf<Field extends string>(state: FormState<Field>, field: Field, initial: string): string {
  return state.status === "refused" ? (state.typed[field] ?? initial) : initial;
}

export function problemOf<Field extends string>(state: FormState<Field>, field: Field | "form"): string | null {
  return state.status === "refused" ? (state.problems[field] ?? null) : null;
}

/** Changes with every answer: a select that has it as its key shows what the answer gave back. */
export function stampOf<Field extends string>(state: FormState<Field>): string {
  return state.status === "refused" ? JSON.stringify(state.typed) : state.status;
}
