/** Counts what each person holds open at once, so that nobody takes the connections of all. */
export class OpenStreams {
  readonly #open = new Map<string, number>();

  constructor(private readonly limit: number) {}

  /** @returns what ends it, once however often it is called; null when the person has too many already */
  enter(person: string): (() => void) | null {
    const open = this.#open.get(person) ?? 0;
    if (open >= this.limit) return null;
    this.#open.set(person, open + 1);
    let isOpen = true;
    return () => {
      if (!isOpen) return;
      isOpen = false;
      const left = (this.#open.get(person) ?? 1) - 1;
      if (left > 0) this.#open.set(person, left);
      else this.#open.delete(person);
    };
  }
}
