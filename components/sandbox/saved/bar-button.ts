/** Beside others of its kind, above what they are about. */
export const BAR_BUTTON = "h-8 shrink-0 rounded border border-line-strong bg-surface px-2.5 text-table font-medium text-ink hover:bg-hover disabled:opacity-60";
