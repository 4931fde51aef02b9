import Link from "next/link";

/** The same words for what never was and for what belongs to another team. */
export function NotFoundNote({ title, children }: { title: string; children: string }) {
  return (
    <section aria-label={title} className="mx-auto mt-16 max-w-md px-4 text-center">
      <h1 className="text-page font-semibold text-ink">{title}</h1>
      <p className="mt-2 text-body text-muted">{children}</p>
      <p className="mt-5">
        <Link href="/" className="inline-flex h-9 items-center rounded bg-brand px-4 text-body font-medium text-brand-contrast hover:bg-brand-strong">
          To the overview
        </Link>
      </p>
    </section>
  );
}
