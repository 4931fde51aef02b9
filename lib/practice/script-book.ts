import { type Fault, findBuiltInFault } from "./fault";
import { type ModelScript, modelScriptSchema, parseScript, patchScript, type PracticeScript, type Script, ScriptError } from "./script";

const CACHE_LIMIT = 10_000;

/** The keys that speak for a model at a provider, the most general first. */
export function keysFor(provider: string, model: string): string[] {
  return ["*", `${provider}/*`, model, `${provider}/${model}`];
}

/** The script in force: looked up for each request, and changed while the server runs. */
export class ScriptBook {
  #script: Script;
  readonly #cache = new Map<string, ModelScript | null>();

  constructor(script: PracticeScript) {
    this.#script = parseScript(script);
  }

  get script(): Script {
    return this.#script;
  }

  /** What the script says for this model, all layers together; null when no key speaks for it. */
  find(provider: string, model: string): ModelScript | null {
    const key = JSON.stringify([provider, model]);
    const cached = this.#cache.get(key);
    if (cached !== undefined) return cached;
    // A client may send any number of model names.
    if (this.#cache.size >= CACHE_LIMIT) this.#cache.clear();
    const { models } = this.#script;
    const layers = keysFor(provider, model).filter((name) => Object.hasOwn(models, name)).map((name) => models[name]);
    const found = layers.length === 0 ? null : modelScriptSchema.parse(Object.assign({}, ...layers));
    this.#cache.set(key, found);
    return found;
  }

  /** The fault of this name. Throws ScriptError for "ok" and for names that the script does not know. */
  fault(name: string): Fault {
    const { faults } = this.#script;
    const fault = Object.hasOwn(faults, name) ? faults[name] : findBuiltInFault(name);
    if (!fault) throw new ScriptError(`no fault is called ${name}`);
    return fault;
  }

  /** Changes one key. Throws ScriptError and changes nothing when the result would not be a valid script. */
  patch(key: string, patch: unknown): void {
    this.#script = patchScript(this.#script, key, patch);
    this.#cache.clear();
  }

  /** Model ids of a provider: those under its own name, else every key that is no wildcard. */
  list(provider: string): string[] {
    const keys = Object.keys(this.#script.models).filter((key) => key !== "*" && !key.endsWith("/*"));
    const own = keys.filter((key) => key.startsWith(`${provider}/`)).map((key) => key.slice(provider.length + 1));
    return own.length > 0 ? own : keys;
  }
}
