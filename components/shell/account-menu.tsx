import { ThemePicker } from "./theme-picker";
import type { Theme } from "./theme";

type AccountMenuProps = {
  user: { name: string; email: string };
  role: string;
  theme: Theme;
  signOut: () => Promise<void>;
};

/** Who is signed in, the theme, and the way out. The browser's own popover, so it closes on Escape and outside. */
export function AccountMenu({ user, role, theme, signOut }: AccountMenuProps) {
  return (
    <>
      <button
        type="button"
        popoverTarget="account-menu"
        aria-label={`Account of ${user.email}`}
        className="flex h-9 w-full min-w-0 items-center gap-2.5 rounded px-1.5 text-left text-body text-muted hover:bg-hover hover:text-ink"
      >
        <span aria-hidden="true" className="flex size-6 shrink-0 items-center justify-center rounded-full bg-brand-faint text-caption font-semibold text-brand-strong uppercase">
          {user.name.slice(0, 1)}
        </span>
        <span className="hidden min-w-0 truncate lg:block">{user.email}</span>
      </button>
      <div
        id="account-menu"
        popover="auto"
        role="dialog"
        aria-label="Account"
        className="explain-layer w-64 rounded-card border border-line bg-surface p-4 text-ink shadow-tremor-dropdown"
      >
        <p className="truncate text-body font-semibold">{user.name}</p>
        <p className="truncate text-table text-muted" title={user.email}>{user.email}</p>
        <p className="mb-3 text-caption text-subtle">Role: {role}</p>
        <ThemePicker initial={theme} />
        <form action={signOut} className="mt-3">
          <button type="submit" className="h-8 w-full rounded border border-line-strong text-table font-medium hover:bg-hover">
            Sign out
          </button>
        </form>
      </div>
    </>
  );
}
