import { type Candidate, type CandidateTier, MAX_CANDIDATES, newTier } from "./candidate";

/** Which candidates there are, and the one that is edited. */
export type Candidates = { candidates: readonly Candidate[]; /** From 0; null is the profile as it serves now. */ selected: number | null };

/** What a person does to them. Tiers are named by their endpoint, which no two of a candidate share. */
export type CandidatesChange =
  | { type: "add candidate"; candidate: Candidate }
  | { type: "remove candidate"; index: number }
  | { type: "select"; index: number | null }
  | { type: "edit candidate"; index: number; fields: Partial<Omit<Candidate, "tiers">> }
  | { type: "edit tier"; index: number; endpoint: string; fields: Partial<Omit<CandidateTier, "endpoint">> }
  | { type: "add tier"; index: number; endpoint: string }
  | { type: "remove tier"; index: number; endpoint: string }
  /** To a place from 0; what lies beyond the ends is the end. */
  | { type: "move tier"; index: number; endpoint: string; to: number };

/** The same object when nothing changes. A fourth candidate takes the place of the one that is selected, or of the last. */
export function changeCandidates(before: Candidates, change: CandidatesChange): Candidates {
  const { candidates, selected } = before;
  switch (change.type) {
    case "add candidate":
      return addCandidate(before, change.candidate);
    case "remove candidate":
      return { candidates: candidates.filter((_, index) => index !== change.index), selected: selectedAfter(selected, change.index) };
    case "select":
      return change.index === null || candidates[change.index] ? { candidates, selected: change.index } : before;
    case "edit candidate":
      return edit(before, change.index, (candidate) => ({ ...candidate, ...change.fields }));
    case "edit tier":
      return editTiers(before, change.index, (tiers) => tiers.map((tier) => (tier.endpoint === change.endpoint ? { ...tier, ...change.fields } : tier)));
    case "add tier":
      return editTiers(before, change.index, (tiers) => (tiers.some(({ endpoint }) => endpoint === change.endpoint) ? tiers : [...tiers, newTier(change.endpoint)]));
    case "remove tier":
      // A profile without a tier serves nothing.
      return editTiers(before, change.index, (tiers) => (tiers.length === 1 ? tiers : tiers.filter(({ endpoint }) => endpoint !== change.endpoint)));
    case "move tier":
      return editTiers(before, change.index, (tiers) => moveTier(tiers, change.endpoint, change.to));
  }
}

/** "Candidate 1", or the first number that none of them has. */
export function freeName(candidates: readonly Candidate[]): string {
  const taken = new Set(candidates.map(({ name }) => name));
  const number = [1, 2, 3, 4].find((each) => !taken.has(`Candidate ${each}`)) ?? candidates.length + 1;
  return `Candidate ${number}`;
}

function addCandidate({ candidates, selected }: Candidates, candidate: Candidate): Candidates {
  const place = candidates.length < MAX_CANDIDATES ? candidates.length : selected ?? MAX_CANDIDATES - 1;
  return { candidates: [...candidates.slice(0, place), candidate, ...candidates.slice(place + 1)], selected: place };
}

function selectedAfter(selected: number | null, removed: number): number | null {
  if (selected === null || selected < removed) return selected;
  return selected === removed ? null : selected - 1;
}

function edit(before: Candidates, index: number, change: (candidate: Candidate) => Candidate): Candidates {
  const candidate = before.candidates[index];
  if (!candidate) return before;
  const changed = change(candidate);
  return changed === candidate ? before : { ...before, candidates: before.candidates.map((each, at) => (at === index ? changed : each)) };
}

function editTiers(before: Candidates, index: number, change: (tiers: readonly CandidateTier[]) => readonly CandidateTier[]): Candidates {
  return edit(before, index, (candidate) => {
    const tiers = change(candidate.tiers);
    return tiers === candidate.tiers ? candidate : { ...candidate, tiers };
  });
}

function moveTier(tiers: readonly CandidateTier[], endpoint: string, to: number): readonly CandidateTier[] {
  const moved = tiers.find((tier) => tier.endpoint === endpoint);
  const place = Math.min(Math.max(to, 0), tiers.length - 1);
  if (!moved || tiers.indexOf(moved) === place) return tiers;
  const others = tiers.filter((tier) => tier !== moved);
  return [...others.slice(0, place), moved, ...others.slice(place)];
}
