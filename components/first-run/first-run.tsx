import Link from "next/link";
import type { ReactNode } from "react";
import { CheckIcon } from "../icons";
import { Panel } from "../panel";
import type { FormAction } from "../form/form-state";
import type { CreateKeyState } from "../keys/create-key-state";
import { RefreshOnReturn } from "./refresh-on-return";
import { SendFirstCall } from "./send-first-call";
import { WaitingForCall } from "./waiting-for-call";

type FirstRunProps = {
  setup: { provider: { id: string; name: string } | null; hasEndpoint: boolean; profile: string | null };
  /** Where clients send their calls. */
  baseUrl: string;
  team: string;
  mayChange: boolean;
  /** null for who may not make keys. */
  createKey: FormAction<CreateKeyState> | null;
  /** Whether there is a team with made-up history to look at first. */
  hasDemo: boolean;
};

const LINK = "text-brand underline underline-offset-2";
const CODE = "font-mono text-caption";

/** What stands here before the first call: three steps that tick themselves off, and the wait for it. */
export function FirstRun({ setup, baseUrl, team, mayChange, createKey, hasDemo }: FirstRunProps) {
  const { provider, hasEndpoint, profile } = setup;
  return (
    <Panel title="Send the first call" subtitle="Nothing has been called yet. Three steps, and this page fills itself.">
      <RefreshOnReturn />
      <ol className="grid max-w-4xl grid-cols-1 gap-6 text-body text-muted">
        <Step number={1} title="Add a provider" isDone={hasEndpoint}>
          {hasEndpoint ? "There is one, with a model." : !mayChange ? (
            "An owner or an admin of the team adds it: OpenAI, Anthropic, Groq or any other, with a model and its price."
          ) : provider ? (
            <><Link href={`/providers/${provider.id}`} className={LINK}>Add a model to {provider.name}</Link>, and its price.</>
          ) : (
            <><Link href="/providers/new" className={LINK}>Add one</Link>: OpenAI, Anthropic, Groq or any other, with its key. Then a model and its price.</>
          )}
        </Step>
        <Step number={2} title="Make a profile" isDone={profile !== null}>
          {profile === null && !mayChange ? (
            "An owner or an admin of the team makes it: which endpoints are tried, and in which order."
          ) : profile === null ? (
            <><Link href="/profiles/new" className={LINK}>Start from a template</Link>: which endpoints are tried, in which order, and what is held against what they cost.</>
          ) : (
            <><code className={CODE}>{profile}</code> says who is tried, in which order.</>
          )}
          {profile === null && mayChange ? <Apply team={team} /> : null}
        </Step>
        <Step number={3} title="Send a call" isDone={false}>
          <p className="mb-3">Any client that speaks OpenAI works: its base URL is <code className={CODE}>{baseUrl}</code>, the profile is its model.</p>
          <SendFirstCall baseUrl={baseUrl} model={profile ?? "my-profile"} createKey={createKey} />
        </Step>
      </ol>
      <div className="mt-5 max-w-4xl"><WaitingForCall /></div>
      {hasDemo ? (
        <p className="mt-5 max-w-4xl border-t border-line pt-4 text-body text-muted">
          To look around first, choose the team <strong className="font-semibold text-ink">Demo</strong> in the list of teams: thirty days of made-up history on practice providers.
        </p>
      ) : null}
    </Panel>
  );
}

function Apply({ team }: { team: string }) {
  return (
    <p className="mt-1">
      Or write both into a file (<code className={CODE}>docs/configuration.md</code> has a whole example) and run{" "}
      <code className={`${CODE} break-all`}>npm run --silent routeledger -- apply routeledger.yaml --team {team}</code>.
    </p>
  );
}

function Step({ number, title, isDone, children }: { number: number; title: string; isDone: boolean; children: ReactNode }) {
  return (
    <li className="flex gap-3">
      <span className="flex size-6 shrink-0 items-center justify-center rounded-full bg-brand-faint text-caption font-semibold text-brand-strong">
        {isDone ? <><CheckIcon className="size-3.5" /><span className="sr-only">Done:</span></> : <span aria-hidden="true">{number}</span>}
      </span>
      <div className="min-w-0 flex-1">
        <p className="font-semibold text-ink">{title}</p>
        <div>{children}</div>
      </div>
    </li>
  );
}
