/** The one thing that a form or a dialog is for. */
export const MAIN_BUTTON = "h-9 rounded bg-brand px-4 text-body font-medium text-brand-contrast hover:bg-brand-strong disabled:opacity-60";
/** Whatever else may be done there, such as leaving. */
export const PLAIN_BUTTON = "h-9 rounded border border-line-strong px-4 text-body font-medium hover:bg-hover disabled:opacity-60";
/** What cannot be undone, or ends something. */
export const DANGER_BUTTON = "h-9 rounded bg-danger px-4 text-body font-medium text-danger-contrast hover:opacity-90 disabled:opacity-60";
