import { setTimeout as sleep } from "node:timers/promises";
import { callHead, callText, type RawClient } from "@/lib/gateway/testing/raw-client";
import { connectMany, letGo, waitFor } from "./crowd";
import type { Flood } from "./flood";
import type { Stage } from "./stage";

export type Hall = { stage: Stage; flood: Flood; check(holds: boolean, what: string): void };

/** Clients that come, are there all at once, and go. `onPeak` is called when most of them are there. */
export type Scene = { name: string; count: number; play(hall: Hall, onPeak: () => Promise<void>): Promise<void> };

/** The gateway gives them ten seconds for their headers. */
const SILENCE_MS = 14_000;
const ANSWERS_MS = 20_000;
const STAGE_MS = 10_000;

/** @param isPatient waits until they are sent away, and does not leave before that */
export function silentConnections(count: number, isPatient: boolean): Scene {
  return {
    name: "connections that say nothing",
    count,
    play: async ({ stage, check }, onPeak) => {
      const clients = await connectMany(count, stage.gateway.port, () => undefined);
      await onPeak();
      let open = clients.length;
      for (const { closed } of clients) void closed.then(() => (open -= 1));
      if (isPatient) check(await waitFor(() => open === 0, SILENCE_MS), `${open} silent connections are still open`);
      letGo(clients, "fin");
    },
  };
}

export function idleConnections(count: number): Scene {
  return {
    name: "connections that idle after an answer",
    count,
    play: async ({ stage, check }, onPeak) => {
      const clients = await connectMany(count, stage.gateway.port, (client) => { client.write("GET /v1/key HTTP/1.1\r\nHost: a\r\n\r\n"); });
      check(await waitFor(() => clients.every((client) => client.text().startsWith("HTTP/1.1 401 ")), ANSWERS_MS), "an idle connection had no answer");
      await onPeak();
      letGo(clients, "fin");
    },
  };
}

/** Streams of a dozen megabytes whose clients take nothing of them. */
export function unreadStreams(count: number): Scene {
  return {
    name: "streams that nobody reads",
    count,
    play: async ({ stage, flood, check }, onPeak) => {
      const text = callText(stage.site.apiKey, { model: "flood", stream: true });
      const clients = await connectMany(count, stage.gateway.port, (client) => {
        client.socket.pause();
        client.write(text);
      });
      await untilStill(flood.chunks);
      check(flood.open() === count, `${flood.open()} streams are open, not ${count}`);
      await onPeak();
      letGo(clients, "reset");
    },
  };
}

/** Until a count has not changed for a while. */
async function untilStill(read: () => number): Promise<void> {
  for (let last = -1, still = 0; still < 4; still = read() === last ? still + 1 : 0) {
    last = read();
    await sleep(250);
  }
}

type Step = { text: string; script: () => void; isThere: (client: RawClient) => boolean };

/** Before a word, in the headers, before and in the body, before the answer, in a stream, in one with another behind it, and at its last bytes. */
export function vanishingClients(count: number, how: "fin" | "reset"): Scene {
  const each = Math.ceil(count / 8);
  return {
    name: `clients that vanish at every stage (${how})`,
    count: each * 8,
    play: async ({ stage, check }, onPeak) => {
      const steps = listSteps(stage, each);
      for (const [index, { text, script, isThere }] of steps.entries()) {
        script();
        const clients = await connectMany(each, stage.gateway.port, (client) => { if (text !== "") client.write(text); });
        check(await waitFor(() => clients.every(isThere), STAGE_MS), `not all clients came to stage ${index + 1}`);
        if (index === steps.length - 1) await onPeak();
        letGo(clients, how);
        await stage.untilIdle();
      }
    },
  };
}

function listSteps({ site: { apiKey, practice } }: Stage, each: number): Step[] {
  const head = callHead(apiKey, "Content-Length: 5000");
  const [whole, stream] = [callText(apiKey, { model: "steady" }), callText(apiKey, { model: "steady", stream: true })];
  const short = callText(apiKey, { model: "steady", stream: true, max_tokens: 3 });
  const hangs = () => { practice.setScript("delta/llama", { sequence: "* x hang_headers" }); };
  const speaks = () => { practice.setScript("delta/llama", { sequence: null, answerTokens: 1_000, tokensPerSecond: 50 }); };
  const always = () => true;
  const hasSpoken = (client: RawClient) => client.text().includes("data: ");
  return [
    { text: "", script: hangs, isThere: always },
    { text: head.slice(0, 40), script: hangs, isThere: always },
    { text: head, script: hangs, isThere: always },
    { text: `${head}{"model":"stea`, script: hangs, isThere: always },
    { text: whole, script: hangs, isThere: () => practice.account().total.open >= each },
    { text: stream, script: speaks, isThere: hasSpoken },
    { text: stream + stream, script: speaks, isThere: hasSpoken },
    { text: short, script: speaks, isThere: hasSpoken },
  ];
}
