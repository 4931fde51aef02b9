import { createTransport } from "nodemailer";
import { type Env, getEnv } from "./env";

/** Plain text, to one person. */
export type Letter = {
  to: string;
  subject: string;
  text: string;
  attachments?: readonly { name: string; bytes: Uint8Array }[];
  /** The same for a letter that may be sent twice: mail programs show it once. */
  id?: string;
};

export type Mailer = {
  /** @returns whether the mail server took it; the server's log has why it did not */
  send(letter: Letter): Promise<boolean>;
  /** @returns why the mail server did not take it, in a few words without the letter's; null when it did */
  deliver(letter: Letter): Promise<string | null>;
};

/** Somebody waits before a page while a letter is handed over. */
const CONNECT_MS = 5_000;
const SILENCE_MS = 10_000;

/** Null for an installation that sends no mail: its pages then say what must be handed over by hand. */
export function findMailer(env: Env = getEnv()): Mailer | null {
  const { ROUTELEDGER_SMTP_URL: url, ROUTELEDGER_MAIL_FROM: from } = env;
  if (url === undefined || from === undefined) return null;
  const transport = createTransport({
    url,
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    socketTimeout: SILENCE_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const deliver = async ({ to, subject, text, attachments = [], id }: Letter) => {
    try {
      await transport.sendMail({
        from, subject, text,
        // As an object, so that no comma or bracket in it makes a second recipient.
        to: { name: "", address: to },
        attachments: attachments.map(({ name, bytes }) => ({ filename: name, content: Buffer.from(bytes) })),
        ...(id === undefined ? {} : { messageId: `<${id}@routeledger>` }),
      });
      return null;
    } catch (error) {
      return error instanceof Error ? describe(error) : "unknown";
    }
  };
  return {
    deliver,
    async send(letter) {
      const problem = await deliver(letter);
      if (problem !== null) process.stderr.write(`mail: not sent (${problem})\n`);
      return problem === null;
    },
  };
}

/** A server's own words may repeat the letter, and so its link: the code is enough. */
function describe(error: Error): string {
  const { code, responseCode } = error as { code?: unknown; responseCode?: unknown };
  return [code, responseCode].filter((part) => typeof part === "string" || typeof part === "number").join(" ") || error.name;
}
