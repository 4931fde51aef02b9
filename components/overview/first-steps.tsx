import Link from "next/link";
import type { ReactNode } from "react";
import { CopyButton } from "../copy-button";
import { Panel } from "../panel";

type FirstStepsProps = {
  /** Where clients send their calls. */
  baseUrl: string;
  team: string;
  /** What to ask for; null while the team has none. */
  profile: string | null;
  /** Whether there is a team with made-up history to look at first. */
  hasDemo: boolean;
};

/** What stands here before the first call: the way to it. */
export function FirstSteps({ baseUrl, team, profile, hasDemo }: FirstStepsProps) {
  const apply = `npm run --silent routeledger -- apply routeledger.yaml --team ${team}`;
  const curl = [
    `curl ${baseUrl}/chat/completions \\`,
    `  -H "Authorization: Bearer $ROUTELEDGER_API_KEY" \\`,
    `  -H "Content-Type: application/json" \\`,
    `  -d '{"model": "${profile ?? "extract"}", "messages": [{"role": "user", "content": "Hello"}]}'`,
  ].join("\n");
  return (
    <Panel title="Send the first call" subtitle="Nothing has been called yet. Three steps, and this page fills itself.">
      <ol className="grid max-w-3xl grid-cols-1 gap-5 text-body text-muted">
        {profile === null ? (
          <Step number={1} title="Name your providers and make a profile">
            Write them into a file, with the order in which they are tried (a whole example stands in <code className="font-mono text-caption">docs/configuration.md</code>), and apply it:
            <Command text={apply} />
          </Step>
        ) : (
          <Step number={1} title="A profile is ready">
            <code className="font-mono text-caption">{profile}</code> says who is asked, in which order.
          </Step>
        )}
        <Step number={2} title="Make an API key">
          <Link href="/keys" className="text-brand underline underline-offset-2">Create a key</Link> and keep it in{" "}
          <code className="font-mono text-caption">ROUTELEDGER_API_KEY</code>. It is shown once.
        </Step>
        <Step number={3} title="Point a client here">
          Any OpenAI client works: set its base URL to <code className="font-mono text-caption">{baseUrl}</code>. Or try it at once:
          <Command text={curl} />
          The call, its attempts and what they cost are here a second later: refresh.
        </Step>
      </ol>
      {hasDemo ? (
        <p className="mt-5 max-w-3xl border-t border-line pt-4 text-body text-muted">
          To look around first, choose the team <strong className="font-semibold text-ink">Demo</strong> in the list of teams: thirty days of made-up history on practice providers.
        </p>
      ) : null}
    </Panel>
  );
}

function Command({ text }: { text: string }) {
  return (
    <div className="my-2 flex flex-wrap items-start gap-2">
      <pre tabIndex={0} className="min-w-0 flex-1 overflow-x-auto rounded bg-sunken p-3 font-mono text-caption text-ink">{text}</pre>
      <CopyButton text={text} label="Copy" />
    </div>
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
