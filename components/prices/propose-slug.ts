const MOST = 64;

/** A free slug for a profile of the cheapest hosts of a model: "cheapest-llama-3.3-70b-instruct". @param taken of the team's profiles */
export function proposeSlug(model: string, taken: readonly string[]): string {
  const name = (model.split("/").at(-1) ?? "").toLowerCase().replace(/[^a-z0-9._-]+/g, "-");
  const cut = (length: number) => `cheapest-${name}`.slice(0, length).replace(/[^a-z0-9]+$/, "");
  for (let number = 1; ; number++) {
    const end = number === 1 ? "" : `-${number}`;
    const slug = cut(MOST - end.length) + end;
    if (!taken.includes(slug)) return slug;
  }
}
