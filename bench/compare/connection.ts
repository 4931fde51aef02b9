import net from "node:net";
import { AnswerReader } from "./answer-reader";

export type Asked = { status: number; /** Why the connection is of no more use. */ problem: string | null; firstMs: number; lastMs: number };

export type Connection = {
  /** Sends a request and waits for the whole answer. @param between takes the time from one read of a stream to the next */
  ask(request: Buffer, between: number[]): Promise<Asked>;
  close(): void;
};

/**
 * One kept connection on a plain socket. node:http's client takes about as much of a core as a proxy does, and what the
 * load takes is missing to those who are measured.
 */
export async function openConnection({ hostname, port }: URL): Promise<Connection> {
  const socket = net.connect({ host: hostname, port: Number(port), noDelay: true });
  await new Promise<void>((resolve, reject) => {
    socket.once("connect", resolve).once("error", reject);
  });
  let heed: (bytes: Buffer | null) => void = () => undefined;
  socket.on("data", (bytes: Buffer) => { heed(bytes); });
  socket.on("error", () => undefined).on("close", () => { heed(null); });
  return {
    ask: (request, between) =>
      new Promise((resolve) => {
        const reader = new AnswerReader();
        const startedAt = performance.now();
        let firstMs = NaN;
        let lastMs = NaN;
        heed = (bytes) => {
          if (bytes === null) {
            resolve({ status: 0, problem: "the connection was closed", firstMs, lastMs });
            return;
          }
          const hasBody = reader.read(bytes);
          if (hasBody) {
            const now = performance.now() - startedAt;
            if (Number.isNaN(firstMs)) firstMs = now;
            else if (reader.isStream) between.push(now - lastMs);
            lastMs = now;
          }
          if (reader.isWhole) resolve({ status: reader.status, problem: null, firstMs, lastMs });
        };
        socket.write(request);
      }),
    close: () => { socket.destroy(); },
  };
}
