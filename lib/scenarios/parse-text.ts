import { parse, YAMLParseError } from "yaml";
import { isNestedTooDeeply } from "@/lib/config/yaml-depth";
import type { Problems } from "@/lib/core/profile-draft";
import { parseRequest } from "./parse-request";
import type { ScenarioRequest } from "./request-schema";

/** As large as a request may be. */
export const MAX_TEXT_BYTES = 262_144;
/** Aliases may repeat a node, and nodes of nodes. */
const MAX_ALIASES = 100;

type Parsed = { request: ScenarioRequest } | { problems: Problems };

/** Reads JSON of what POST /api/sandbox takes. */
export function parseScenarioJson(text: string): Parsed {
  if (isTooLong(text)) return tooLong();
  try {
    return parseRequest(JSON.parse(text));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { problems: { "": `Is not JSON: ${error.message}.` } };
  }
}

/** Reads an operator's own file, JSON or YAML. */
export function parseScenarioFile(text: string): Parsed {
  if (isTooLong(text)) return tooLong();
  if (isNestedTooDeeply(text)) return { problems: { "": "Is nested too deeply." } };
  try {
    // JSON is YAML. Instants stay texts, which is what the schema reads.
    return parseRequest(parse(text, { schema: "core", maxAliasCount: MAX_ALIASES, prettyErrors: true }));
  } catch (error) {
    if (error instanceof YAMLParseError) return { problems: { "": `Is neither JSON nor YAML: ${error.message.split("\n")[0]?.replace(/:$/, "") ?? ""}.` } };
    if (error instanceof ReferenceError) return { problems: { "": "Repeats itself too often." } };
    throw error;
  }
}

/** The file that a scenario is exported to. */
export function formatScenarioText(request: ScenarioRequest): string {
  return `${JSON.stringify(request, null, 2)}\n`;
}

function isTooLong(text: string): boolean {
  return Buffer.byteLength(text) > MAX_TEXT_BYTES;
}

function tooLong(): Parsed {
  return { problems: { "": `Must have at most ${MAX_TEXT_BYTES} bytes.` } };
}
