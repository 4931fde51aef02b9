import { createServer, type Server, type Socket } from "node:net";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { EnvError, parseEnv, publicUrl } from "./env";
import { findMailer } from "./mail";

const DATABASE_URL = "postgresql://ledger@127.0.0.1/ledger";
const mailEnv = (url: string) => parseEnv({ DATABASE_URL, ROUTELEDGER_SMTP_URL: url, ROUTELEDGER_MAIL_FROM: "Ledger <ledger@example.com>" });
let server: Server | null = null;

afterEach(() => {
  server?.close();
  server = null;
});

type Received = { recipients: string[]; message: string };

/** A mail server that takes one letter after another, or says no to the recipient. */
async function listen(received: Received, refuseWith: string | null = null): Promise<string> {
  server = createServer((socket) => talk(socket, received, refuseWith));
  await new Promise<void>((resolve) => void server?.listen(0, "127.0.0.1", resolve));
  return `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function talk(socket: Socket, received: Received, refuseWith: string | null): void {
  let isData = false;
  socket.write("220 here\r\n");
  socket.on("data", (chunk: Buffer) => {
    const text = chunk.toString();
    if (isData) {
      received.message += text;
      if (!received.message.endsWith("\r\n.\r\n")) return;
      isData = false;
      socket.write("250 taken\r\n");
      return;
    }
    const to = /^RCPT TO:<(.*)>/.exec(text)?.[1];
    if (to !== undefined) received.recipients.push(to);
    isData = text.startsWith("DATA");
    socket.write(isData ? "354 go on\r\n" : to !== undefined && refuseWith !== null ? `${refuseWith}\r\n` : text.startsWith("QUIT") ? "221 bye\r\n" : "250 ok\r\n");
  });
  socket.on("error", () => socket.destroy());
}

test("hands a plain letter to the mail server, with everything in it as it was written", async () => {
  const received: Received = { recipients: [], message: "" };
  const mailer = findMailer(mailEnv(await listen(received)));
  const text = "Grüße,\n\nhttps://ledger.example.com/invitation/abc_-123\n";
  expect(await mailer?.send({ to: "ada@example.com", subject: "Join “Zoë & Co”", text })).toBe(true);
  expect(received.recipients).toEqual(["ada@example.com"]);
  expect(received.message).toMatch(/^From: Ledger <ledger@example\.com>\r$/m);
  expect(received.message).toMatch(/^Content-Type: text\/plain; charset=utf-8\r$/m);
  expect(received.message).toContain("/invitation/abc_-123");
});

test("sends to one person, whatever the address looks like", async () => {
  const received: Received = { recipients: [], message: "" };
  const mailer = findMailer(mailEnv(await listen(received)));
  await mailer?.send({ to: "a,b<evil>@example.com", subject: "s", text: "t" });
  expect(received.recipients.length).toBeLessThanOrEqual(1);
  expect(received.recipients.filter((to) => !to.endsWith("@example.com"))).toEqual([]);
});

test("says so when the server refuses the letter, or is not there", async () => {
  const refusing = findMailer(mailEnv(await listen({ recipients: [], message: "" }, "550 no such person")));
  expect(await refusing?.send({ to: "ada@example.com", subject: "s", text: "t" })).toBe(false);
  const gone = findMailer(mailEnv("smtp://127.0.0.1:1"));
  expect(await gone?.send({ to: "ada@example.com", subject: "s", text: "t" })).toBe(false);
});

test("is there only when the environment names a server and a sender", () => {
  expect(findMailer(parseEnv({ DATABASE_URL }))).toBeNull();
  expect(findMailer(parseEnv({ DATABASE_URL, ROUTELEDGER_SMTP_URL: "", ROUTELEDGER_MAIL_FROM: "" }))).toBeNull();
  expect(() => parseEnv({ DATABASE_URL, ROUTELEDGER_SMTP_URL: "smtp://mail.example.com" })).toThrow(/ROUTELEDGER_MAIL_FROM must be set together/);
  expect(() => parseEnv({ DATABASE_URL, ROUTELEDGER_SMTP_URL: "mail.example.com", ROUTELEDGER_MAIL_FROM: "a@b" })).toThrow(EnvError);
  expect(() => parseEnv({ DATABASE_URL, ROUTELEDGER_SMTP_URL: "smtp://m", ROUTELEDGER_MAIL_FROM: "a@b\r\nBcc: c@d" })).toThrow(EnvError);
});

test("links lead to where users reach us, never to what a request says", () => {
  const at = (source: Record<string, string>) => publicUrl(parseEnv({ DATABASE_URL, ...source }), "/invitation/x");
  expect(at({ NEXTAUTH_URL: "https://ledger.example.com" })).toBe("https://ledger.example.com/invitation/x");
  expect(at({ ROUTELEDGER_GATEWAY_URL: "http://127.0.0.1:4000" })).toBe("http://127.0.0.1:4000/invitation/x");
  expect(at({ HOST: "0.0.0.0", PORT: "80" })).toBe("http://127.0.0.1/invitation/x");
});
