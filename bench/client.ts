import http from "node:http";

/** One request from its first byte out to its answer's last byte in. */
export type Timed = {
  status: number;
  headers: http.IncomingHttpHeaders;
  firstByteMs: number;
  lastByteMs: number;
};

export type Client = {
  post(url: string, headers: Record<string, string>, body: string): Promise<Timed>;
  close(): void;
};

/** As bare as a client of node:http can be. It keeps one connection to each address. */
export function createClient(): Client {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  return {
    post: (url, headers, body) =>
      new Promise((resolve, reject) => {
        const startedAt = performance.now();
        const request = http.request(
          url,
          { method: "POST", agent, headers: { "content-type": "application/json", ...headers, "content-length": Buffer.byteLength(body) } },
          (response) => {
            let firstByteMs = NaN;
            response.once("data", () => (firstByteMs = performance.now() - startedAt));
            response.on("error", reject);
            response.on("end", () => {
              resolve({ status: response.statusCode ?? 0, headers: response.headers, firstByteMs, lastByteMs: performance.now() - startedAt });
            });
          },
        );
        request.on("error", reject);
        request.end(body);
      }),
    close: () => {
      agent.destroy();
    },
  };
}
