import { findNearest } from "@/lib/core/nearest";
import type { Problems } from "@/lib/core/profile-draft";
import type { Db } from "@/lib/db";
import type { Background } from "@/lib/sandbox/background";
import type { SimulationResult } from "@/lib/sandbox/result";
import type { SandboxProfile } from "@/lib/sandbox/scenario";
import { prepareAnswer } from "./answer";
import type { ScenarioAnswer } from "./answer-schema";
import { solve } from "./engines";
import { getBackground } from "./get-background";
import { readProfileForm } from "./profile-form";
import type { ScenarioRequest } from "./request-schema";

export type ScenarioRun = {
  teamId: string;
  request: ScenarioRequest;
  now: Date;
  /** Ends a run that nobody waits for any more. */
  signal: AbortSignal;
};

/** What became of a request. A profile that is not there is no mistake in the form of the request. */
export type Ran =
  | { answer: ScenarioAnswer; result: SimulationResult }
  | { problems: Problems }
  | { unknownProfile: string; nearest: string | null };

const DAY_MS = 86_400_000;
const HISTORY_DAYS = 30;

/** Answers a request from the team's ledger and catalogue. @throws what `signal` was aborted with */
export async function runScenario(db: Db, { teamId, request, now, signal }: ScenarioRun): Promise<Ran> {
  const slug = slugOf(request);
  const range = rangeOf(request, now);
  const background = await getBackground(db, { teamId, profileSlug: slug, range, now });
  const found = findProfile(request, background);
  if ("problems" in found) return { problems: prefixed("profile", found.problems) };
  if (!("profile" in found)) return { unknownProfile: slug, nearest: findNearest(slug, background.profiles.map((known) => known.slug)) };
  const { profile } = found;
  const solved = await solve(db, { teamId, request, profile, background, range, signal });
  if ("problems" in solved) return solved;
  return { answer: prepareAnswer({ ...solved, profile, seed: request.seed }), result: solved.result };
}

function findProfile({ profile }: ScenarioRequest, { profiles, endpoints }: Background): { profile: SandboxProfile } | { problems: Problems } | { missing: true } {
  if (typeof profile !== "string") return readProfileForm(profile, endpoints.map(({ endpoint }) => endpoint));
  const published = profiles.find(({ slug }) => slug === profile);
  return published ? { profile: published } : { missing: true };
}

/** Of a candidate too: its traffic is that of the profile with the same slug. */
function slugOf({ profile }: ScenarioRequest): string {
  return typeof profile === "string" ? profile : String(profile["slug"]);
}

function rangeOf({ period }: ScenarioRequest, now: Date): { from: Date; to: Date } {
  if (period) return { from: new Date(period.from), to: new Date(period.to) };
  return { from: new Date(now.getTime() - HISTORY_DAYS * DAY_MS), to: now };
}

function prefixed(prefix: string, problems: Problems): Problems {
  return Object.fromEntries(Object.entries(problems).map(([path, sentence]) => [`${prefix}.${path}`, sentence]));
}
