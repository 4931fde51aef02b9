/** How many long runs there are at once: each takes a core. */
export class RunSlots {
  private readonly running = new Map<string, number>();
  private total = 0;

  constructor(private readonly perTeam = 1, private readonly atAll = 2) {}

  /** @returns what gives the place back, once; null when there is none */
  enter(teamId: string): (() => void) | null {
    const ofTeam = this.running.get(teamId) ?? 0;
    if (ofTeam >= this.perTeam || this.total >= this.atAll) return null;
    this.running.set(teamId, ofTeam + 1);
    this.total += 1;
    let isHeld = true;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      this.total -= 1;
      const left = (this.running.get(teamId) ?? 1) - 1;
      if (left > 0) this.running.set(teamId, left);
      else this.running.delete(teamId);
    };
  }
}
