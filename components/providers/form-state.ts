/** What became of a form; a refused one gives back all that was typed but secrets. */
export type FormState =
  | { status: "idle" }
  | {
      status: "refused";
      given: Readonly<Record<string, string>>;
      /** By the name of the field. */
      problems: Readonly<Record<string, string>>;
      /** What concerns no field alone. */
      message: string | null;
      /** What the thing is now, where somebody else has changed it. */
      now?: readonly { term: string; value: string }[];
    }
  | { status: "saved"; message: string };

export type FormAction = (before: FormState, form: FormData) => Promise<FormState>;
