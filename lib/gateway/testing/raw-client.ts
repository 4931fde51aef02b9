import { connect, type Socket } from "node:net";

/** A connection that sends what no HTTP library would, when none would. */
export type RawClient = {
  socket: Socket;
  /** All that has come so far. */
  text(): string;
  write(text: string): void;
  closed: Promise<void>;
};

export function connectRaw(port: number, { localAddress }: { localAddress?: string } = {}): RawClient {
  const socket = connect({ port, host: "127.0.0.1", ...(localAddress === undefined ? {} : { localAddress }) });
  let text = "";
  socket.on("data", (data: Buffer) => (text += data.toString("latin1")));
  // A reset is one more way to be told that it is over.
  socket.on("error", () => undefined);
  const closed = new Promise<void>((resolve) => socket.once("close", () => { resolve(); }));
  return { socket, text: () => text, write: (more) => void socket.write(more), closed };
}

/** The head of a call, ended; the body is the caller's to send. */
export function callHead(apiKey: string, framing: string): string {
  return `POST /v1/chat/completions HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${apiKey}\r\nContent-Type: application/json\r\n${framing}\r\n\r\n`;
}

/** A whole call. */
export function callText(apiKey: string, body: object): string {
  const text = JSON.stringify({ messages: [{ role: "user", content: "hi" }], ...body });
  return callHead(apiKey, `Content-Length: ${Buffer.byteLength(text)}`) + text;
}
