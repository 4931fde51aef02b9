import Link from "next/link";
import type { ReactNode } from "react";
import { CopyButton } from "../copy-button";
import { Panel } from "../panel";

type FirstStepsProps = {
  /** Where clients send their calls. */
  baseUrl: string;
  /** What to ask for: a profile's slug where there is one. */
  model: string;
};

/** What stands here before the first call: the way to it. */
export function FirstSteps({ baseUrl, model }: FirstStepsProps) {
  const curl = [
    `curl ${baseUrl}/chat/completions \\`,
    `  -H "Authorization: Bearer $ROUTELEDGER_API_KEY" \\`,
    `  -H "Content-Type: application/json" \\`,
    `  -d '{"model": "${model}", "messages": [{"role": "user", "content": "Hello"}]}'`,
  ].join("\n");
  return (
    <Panel title="Send the first call" subtitle="Nothing has been called yet. Three steps, and this page fills itself.">
      <ol className="grid max-w-3xl gap-5 text-body text-muted">
        <Step number={1} title="Make an API key">
          <Link href="/keys" className="text-brand underline underline-offset-2">Create a key</Link> and keep it in{" "}
          <code className="font-mono text-caption">ROUTELEDGER_API_KEY</code>. It is shown once.
        </Step>
        <Step number={2} title="Point a client here">
          Any OpenAI client works: set its base URL to <code className="font-mono text-caption">{baseUrl}</code>. Or try it at once:
          <div className="mt-2 flex flex-wrap items-start gap-2">
            <pre tabIndex={0} className="min-w-0 flex-1 overflow-x-auto rounded bg-sunken p-3 font-mono text-caption text-ink">{curl}</pre>
            <CopyButton text={curl} label="Copy" />
          </div>
        </Step>
        <Step number={3} title="Refresh">The call, its attempts and what they cost are here within a second or two.</Step>
      </ol>
    </Panel>
  );
}

function Step({ number, title, children }: { number: number; title: string; children: ReactNode }) {
  return (
    <li className="flex gap-3">
      <span aria-hidden="true" className="flex size-6 shrink-0 items-center justify-center rounded-full bg-brand-faint text-caption font-semibold text-brand-strong">
        {number}
      </span>
      <div className="min-w-0 flex-1">
        <p className="font-semibold text-ink">{title}</p>
        <div>{children}</div>
      </div>
    </li>
  );
}
