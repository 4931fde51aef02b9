import { weightsKey } from "@/lib/core/weights";
import { findProviderAt, hasHiddenParts, isMoved, showAddress } from "./addresses";
import type { AuditTerms, Found } from "./finding";

/** Of OpenAI's SDKs, and what people call theirs. */
const ADDRESS_NAME = /(BASE_?URL|API_BASE|BASE_PATH|ENDPOINT|API_URL)$/i;
const MODEL_NAME = /(^|[_.-])(model|deployment)([_.-]?(name|id))?$|^(default|chat|llm)[_-]?model$|[a-z]Model(Name|Id)?$/i;

/** One name and its text, wherever such stand: a line of an environment file, a field of a configuration. */
export type Setting = { name: string; value: string; /** Where the name begins. */ at: number; /** Of the value in the file, without quotes; null where it is not written plainly. */ valueAt: { start: number; end: number } | null };

const LINE = /^[ \t]*(?:export[ \t]+)?([A-Za-z_]\w*)[ \t]*=[ \t]*(.*)$/;

/** What an environment file sets. Values of keys are never looked at. */
export function readEnv(text: string, terms: AuditTerms): Found[] {
  const found: Found[] = [];
  let start = 0;
  for (const line of text.split("\n")) {
    const setting = readLine(line.replace(/\r$/, ""), start);
    const each = setting && judgeSetting(setting, terms);
    if (each) found.push(each);
    start += line.length + 1;
  }
  return found;
}

/** @param start of the line in its file */
export function readLine(line: string, start: number): Setting | null {
  const match = LINE.exec(line);
  if (!match) return null;
  const [, name = "", rest = ""] = match;
  const from = start + line.length - rest.length;
  const quoted = /^(["'])(.*?)\1/.exec(rest);
  const value = quoted ? (quoted[2] ?? "") : rest.replace(/\s+#.*$/, "").trimEnd();
  const begin = from + (quoted ? 1 : 0);
  return { name, value, at: start + line.indexOf(name), valueAt: { start: begin, end: begin + value.length } };
}

/** Whether a setting leads to a provider: by its address, by a known model, or by the name of a provider's key. */
export function judgeSetting(setting: Setting, terms: AuditTerms): Found | null {
  const { name, value, at } = setting;
  const owner = terms.providers.find(({ env }) => env !== null && env === name.toUpperCase());
  if (owner) return { at, kind: "key", code: name, provider: owner.slug, model: null, edit: null };
  const address = findProviderAt(value, terms.providers);
  if (address) return isMoved(value, terms) ? null : { at, kind: "address", code: name, provider: address.provider, model: null, edit: planEdit(setting, address.isBase, terms) };
  if (!MODEL_NAME.test(name) || !isKnownModel(value, terms)) return null;
  return { at, kind: "model", code: name, provider: null, model: value, edit: null };
}

function planEdit({ name, value, valueAt }: Setting, isBase: boolean, { baseUrl }: AuditTerms): Found["edit"] {
  const bare = name.split(".").at(-1) ?? name;
  const isAddress = ADDRESS_NAME.test(bare) || /^(baseURL|baseUrl|base_url|api_base|apiBase)$/.test(bare);
  // An address with a key in it is not written over: nothing of it is shown either.
  return isBase && isAddress && valueAt !== null && !hasHiddenParts(value) && !/anthropic/i.test(showAddress(value)) ? { ...valueAt, before: value, after: baseUrl } : null;
}

/** Of a name that only a model has: `llama-3.3-70b`, never `standard`. */
export function isKnownModel(value: string, { weights }: AuditTerms): boolean {
  return value.length <= 200 && /^[\w@.:/+-]*\d[\w@.:/+-]*$|^[\w-]+\/[\w.:-]+$/.test(value) && weights.has(weightsKey(value, null));
}
