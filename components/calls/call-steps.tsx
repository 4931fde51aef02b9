import Link from "next/link";

type CallStepsProps = { listHref: string; newerHref: string | null; olderHref: string | null };

const STEP = "inline-flex h-8 items-center rounded border border-line-strong bg-surface px-3 font-medium";

/** Back to the list, and to the calls on either side of this one within it; `j` and `k` as on the list. */
export function CallSteps({ listHref, newerHref, olderHref }: CallStepsProps) {
  return (
    <nav aria-label="The list of calls" className="mb-3 flex flex-wrap items-center justify-between gap-2 text-table print:hidden">
      <Link href={listHref} className="text-brand underline-offset-2 hover:underline">Calls</Link>
      <span className="flex gap-2">
        <Step href={newerHref} shortcut="k" rel="prev">Newer call</Step>
        <Step href={olderHref} shortcut="j" rel="next">Older call</Step>
      </span>
    </nav>
  );
}

function Step({ href, shortcut, rel, children }: { href: string | null; shortcut: string; rel: "prev" | "next"; children: string }) {
  if (href === null) return <span className={`${STEP} text-subtle`} aria-disabled="true">{children}</span>;
  return <Link href={href} prefetch={false} rel={rel} data-shortcut={shortcut} className={`${STEP} text-ink hover:bg-hover`}>{children}</Link>;
}
