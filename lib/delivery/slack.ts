import type { Told } from "./webhook";

/** What Slack takes at the most, in characters. */
const MAX_HEADER = 150;
const MAX_SECTION = 3_000;

/** The body of Slack's incoming webhook: blocks, and the text that notifications show. */
export function formatSlack({ team, subject, text }: Pick<Told, "team" | "subject" | "text">): string {
  return JSON.stringify({
    text: escape(subject),
    blocks: [
      { type: "header", text: { type: "plain_text", text: cut(subject, MAX_HEADER), emoji: false } },
      { type: "section", text: { type: "mrkdwn", text: cut(escape(text.trim()), MAX_SECTION), verbatim: true } },
      { type: "context", elements: [{ type: "plain_text", text: `RouteLedger, team ${team}`, emoji: false }] },
    ],
  });
}

/** The three characters that Slack reads as its own. */
function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

function cut(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}
