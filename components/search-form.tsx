type SearchFormProps = {
  /** The page that it searches. */
  action: string;
  text: string;
  label: string;
  placeholder: string;
  /** What else the address says and a search keeps: name and value. */
  kept: readonly (readonly [string, string])[];
};

/** A text that a page's rows are narrowed to, as `q` in its address. */
export function SearchForm({ action, text, label, placeholder, kept }: SearchFormProps) {
  return (
    <form action={action} role="search" className="flex min-w-0 items-center gap-2">
      {kept.map(([name, value]) => <input key={name} type="hidden" name={name} value={value} />)}
      <input
        key={text}
        type="search"
        name="q"
        defaultValue={text}
        aria-label={label}
        placeholder={placeholder}
        data-shortcut="/"
        maxLength={200}
        className="h-8 w-56 min-w-0 rounded border border-line-strong bg-surface px-2.5 text-table text-ink placeholder:text-subtle"
      />
      <button type="submit" className="h-8 rounded border border-line-strong bg-surface px-3 text-table font-medium hover:bg-hover">Search</button>
    </form>
  );
}
