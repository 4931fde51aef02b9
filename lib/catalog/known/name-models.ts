import { modelProblem } from "@/lib/core/name";
import { weightsOf } from "@/lib/core/weights";

type Listed = { slug: string; models: readonly (readonly [string, ...unknown[]])[] };

/** Whose names are the ones that this API takes, so that an application finds the model under the name that it knows. */
const NAMER = "openrouter";

/**
 * Gives the models of a provider the one name that each goes by at all providers: OpenRouter's, else the name of the
 * weights. Two that would have the same name at one provider (a dated one beside its alias, one in fewer bits) are told
 * apart, since a provider has each name once.
 */
export function nameModels(providers: readonly Listed[]): (upstreamModels: readonly string[]) => string[] {
  const names = new Map<string, string>();
  for (const [id] of providers.find(({ slug }) => slug === NAMER)?.models ?? []) {
    const { name, precision } = weightsOf(id, null);
    const known = names.get(name);
    if (precision === null && modelProblem(id) === null && !id.includes(":") && (known === undefined || id.length < known.length)) names.set(name, id);
  }
  return (upstreamModels) => {
    const given = new Map<string, string>();
    const isPlain = (id: string) => (names.get(weightsOf(id, null).name) === id ? 0 : 1);
    // Who goes by the name already has it; then the shorter spelling, which is the plain one.
    for (const id of [...upstreamModels].sort((a, b) => isPlain(a) - isPlain(b) || a.length - b.length || (a < b ? -1 : 1))) {
      const { name, precision } = weightsOf(id, null);
      const plain = names.get(name) ?? name;
      const taken = new Set(given.values());
      const choices = [plain, ...(precision === null ? [] : [`${plain}-${precision}`])];
      given.set(id, choices.find((choice) => !taken.has(choice) && modelProblem(choice) === null) ?? id.replace(/^[@~]/, ""));
    }
    return upstreamModels.map((id) => given.get(id) ?? id);
  };
}
