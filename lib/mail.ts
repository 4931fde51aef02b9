import { createTransport } from "nodemailer";
import { type Env, getEnv } from "./env";

/** Plain text, to one person. */
export type Letter = { to: string; subject: string; text: string };

export type Mailer = {
  /** @returns whether the mail server took it; the server's log has why it did not */
  send(letter: Letter): Promise<boolean>;
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
  return {
    async send({ to, subject, text }) {
      try {
        // As an object, so that no comma or bracket in it makes a second recipient.
        await transport.sendMail({ from, to: { name: "", address: to }, subject, text });
        return true;
      } catch (error) {
        process.stderr.write(`mail: not sent (${error instanceof Error ? describe(error) : "unknown"})\n`);
        return false;
      }
    },
  };
}

/** A server's own words may repeat the letter, and so its link: the code is enough. */
function describe(error: Error): string {
  const { code, responseCode } = error as { code?: unknown; responseCode?: unknown };
  return [code, responseCode].filter((part) => typeof part === "string" || typeof part === "number").join(" ") || error.name;
}
