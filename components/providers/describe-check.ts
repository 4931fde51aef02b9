import { plural } from "../counts";

type Check =
  | { kind: "listed"; count: number; missing: readonly string[] }
  | { kind: "status"; status: number }
  | { kind: "unreadable" }
  | { kind: "refused"; reason: string }
  | { kind: "silent"; code: string }
  | { kind: "sealed"; problem: string };

/** What came of asking a provider for its models, and what to do. */
export function describeCheck(check: Check): { text: string; isGood: boolean } {
  if (check.kind === "listed") return describeList(check);
  return { text: describeFault(check), isGood: false };
}

function describeList({ count, missing }: { count: number; missing: readonly string[] }) {
  const listed = `It answered, took the API key and listed ${plural(count, "model")}.`;
  if (missing.length === 0) return { text: listed, isGood: true };
  return { text: `${listed} Not among them: ${missing.join(", ")}. Some providers serve more than they list; else mend the endpoint's name there.`, isGood: false };
}

function describeFault(check: Exclude<Check, { kind: "listed" }>): string {
  switch (check.kind) {
    case "sealed": return `Not asked: the API key cannot be opened: ${check.problem}.`;
    case "refused": return `Not asked: ${check.reason}.`;
    case "unreadable": return "It answered, but not with a list of models. The base URL may lead to a web page, or this provider has no such list.";
    case "silent": return check.code === "timeout" ? "No answer within 10 s." : `No answer (${check.code}). Check the base URL's host and port.`;
    case "status": return describeStatus(check.status);
  }
}

function describeStatus(status: number): string {
  if (status === 401 || status === 403) return `It refused the API key (${status}). Set a new one below.`;
  if (status === 404) return "It has nothing at this address (404). The base URL may be wrong, or this provider lists no models.";
  if (status === 429) return "It answered that we ask too often (429). The address is right; try again in a minute.";
  if (status >= 500) return `It answered with an error of its own (${status}). Try again in a minute.`;
  return `It answered with the status ${status}, which says nothing of the API key.`;
}
