/** Who is told: members of the team by e-mail, and its channels (webhooks, Slack). */
export type Receivers = { memberIds: readonly string[]; channelIds: readonly string[] };

/** What is told. It is kept until it arrived or was given up, and each receiver is told it once. */
export type Message = {
  kind: "alert" | "recovery" | "report" | "test";
  /** One line. */
  subject: string;
  /** For people: plain text. */
  text: string;
  /** What a webhook gets beside both, as JSON. */
  payload: Record<string, unknown>;
  attachment: { name: string; bytes: Uint8Array } | null;
  /** The same for what is the same thing: a second message with it is not sent. */
  dedupeKey: string;
};
