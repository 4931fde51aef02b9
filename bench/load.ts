/** The load of the bench, in a process of its own: so many connections, each with one request after another on it. */
import { openConnection, type Connection } from "./compare/connection";
import { createTimes, describeTimes, type Summary } from "./compare/times";

export type Job = {
  url: string;
  headers: Record<string, string>;
  model: string;
  /** Of the request, about. */
  bodyBytes: number;
  stream: boolean;
  connections: number;
  /** No request begins after so long. Each connection makes one at the least. */
  ms: number;
};

/** Answers that were not whole or had another status than 200 are `failed`, and nothing else is counted of them. */
export type Loaded = {
  done: number;
  failed: string[];
  /** Until the last answer was whole. */
  elapsedMs: number;
  /** To an answer's last byte, to its first, and from one read of a stream to the next. */
  last: Summary;
  first: Summary;
  between: Summary;
};

process.on("message", (job: Job) => {
  run(job).then(
    (loaded) => process.send?.(loaded),
    (error: unknown) => {
      console.error(`load: ${String(error)}`);
      process.exit(1);
    },
  );
});
process.on("disconnect", () => process.exit(0));
process.send?.({ port: 0 });

async function run(job: Job): Promise<Loaded> {
  const request = formatRequest(job);
  const connections = await Promise.all(Array.from({ length: job.connections }, () => openConnection(new URL(job.url))));
  const times = { last: createTimes(), first: createTimes(), between: createTimes() };
  const startedAt = performance.now();
  let done = 0;
  const failed: string[] = [];
  const drive = async (connection: Connection) => {
    do {
      const answer = await connection.ask(request, times.between);
      if (answer.status !== 200) {
        failed.push(answer.problem ?? `status ${answer.status}`);
        if (answer.problem !== null) return;
        continue;
      }
      done += 1;
      times.last.push(answer.lastMs);
      times.first.push(answer.firstMs);
    } while (performance.now() - startedAt < job.ms);
  };
  await Promise.all(connections.map(drive));
  const elapsedMs = performance.now() - startedAt;
  for (const connection of connections) connection.close();
  return { done, failed, elapsedMs, last: describeTimes(times.last), first: describeTimes(times.first), between: describeTimes(times.between) };
}

/** A chat as long ones are: many messages, with line breaks and quotes in them, which JSON must write as escapes. */
function formatRequest({ url, headers, model, bodyBytes, stream }: Job): Buffer {
  const line = "The committee met again on Tuesday, and \"nothing\" was what it decided.\n";
  const content = line.repeat(Math.max(1, Math.min(50, Math.floor((bodyBytes - 150) / 80))));
  const message = { role: "user", content };
  const count = Math.max(1, Math.floor(bodyBytes / (JSON.stringify(message).length + 1)));
  const body = JSON.stringify({ model, stream, messages: Array.from({ length: count }, () => message) });
  const { host, pathname } = new URL(url);
  const lines = [
    `POST ${pathname} HTTP/1.1`, `host: ${host}`, "content-type: application/json", `content-length: ${Buffer.byteLength(body)}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
  ];
  return Buffer.from(`${lines.join("\r\n")}\r\n\r\n${body}`);
}
