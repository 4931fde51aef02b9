import { createServer, type AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createCaller } from "./testing/caller";
import { prepareCascades, textOf, type Caller } from "./testing/cascade";
import { DIALECTS, endOf, meetFirstTier, wholeBody, type Meeting } from "./testing/first-tier";
import { createInstallation, type Installation } from "./testing/installation";
import { openNode, type Mount } from "./testing/mounts";

let site: Installation;
let mount: Mount;
let caller: Caller;
beforeAll(async () => {
  site = await createInstallation();
  await prepareCascades(site);
  mount = await openNode(site.gateway);
  caller = createCaller(site, () => mount);
});
afterAll(async () => {
  await mount.close();
  await site.close();
});

const meet = (meeting: Meeting) => meetFirstTier(site, caller, meeting);
const raw = (bytes: string, end: "fin" | "rst" | "hang" = "fin") => ({ kind: "raw", bytes, end }) as const;
const json = (body: string, head = `Content-Length: ${body.length}\r\n`) => `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n${head}\r\n${body}`;
const EVENTS = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n";

it("does not wait for ever for the words behind a status", async () => {
  const met = await meet({ dialect: "openai", stream: false, fault: raw('HTTP/1.1 503 Busy\r\nContent-Length: 500\r\n\r\n{"error":', "hang") });
  expect([endOf(met), met.told.complete]).toEqual([["overloaded", 503, "reported"], true]);
  expect(met.first?.totalMs).toBeLessThan(3_000);
  const endless = await meet({ dialect: "openai", stream: false, fault: raw(`HTTP/1.1 503 Busy\r\n\r\n${"x".repeat(100_000)}`, "hang") });
  expect([endOf(endless), endless.told.complete]).toEqual([["overloaded", 503, "reported"], true]);
  expect(endless.first?.totalMs).toBeLessThan(1_000);
});

it.each(["content_filter", "error", "not_yet_invented"])("passes the reason to stop on when it is %s", async (reason) => {
  for (const stream of [false, true]) {
    site.gateway.routing.forget();
    site.practice.setScript("alpha/llama", { sequence: "* x row", faults: { row: { kind: "finish_reason", reason } } });
    const response = await caller.post({ model: "openai", stream });
    expect(await response.text()).toContain(`"finish_reason":"${reason}"`);
    expect((await caller.recorded(response)).attempts).toMatchObject([{ outcome: "served", basis: "reported" }]);
  }
});

describe.each(DIALECTS)("a provider of the %s dialect", (dialect) => {
  const body = wholeBody(dialect, "hello");
  const half = body.slice(0, 20);

  it.each([
    ["resets before it answers", { kind: "refuse", how: "rst" } as const, "network", null],
    ["ends before it answers", { kind: "refuse", how: "fin" } as const, "network", null],
    ["resets in its headers", raw("HTTP/1.1 200 OK\r\nContent-Ty", "rst"), "network", null],
    ["ends in its headers", raw("HTTP/1.1 200 OK\r\nContent-Ty"), "network", null],
    ["resets behind its headers", raw(json("", "Content-Length: 50\r\n"), "rst"), "network", 200],
    ["ends behind its headers", raw(json("", "Content-Length: 50\r\n")), "network", 200],
    ["ends before its length", raw(json(half, "Content-Length: 500\r\n")), "network", 200],
    ["resets before its length", raw(json(half, "Content-Length: 500\r\n"), "rst"), "network", 200],
    ["ends between chunks", raw(json(`5\r\n${half.slice(0, 5)}\r\n`, "Transfer-Encoding: chunked\r\n")), "network", 200],
    ["resets a body without length in its midst", raw(json(half, ""), "rst"), "network", 200],
    // The end of the connection is the end of such a body: what stands in it decides.
    ["ends a body without length in its midst", raw(json(half, "")), "malformed", 200],
    ["sends a chunk that is none", raw(json("zz\r\n", "Transfer-Encoding: chunked\r\n")), "network", 200],
    ["sends no content, and a body all the same", raw("HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\nhello"), "malformed", 204],
    ["sends no content", raw("HTTP/1.1 204 No Content\r\n\r\n"), "malformed", 204],
    ["sends a length and chunks", raw(json("0\r\n\r\n", "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n")), "malformed", null],
    ["sends two lengths", raw(json(body, `Content-Length: ${body.length}\r\nContent-Length: 7\r\n`)), "malformed", null],
    ["sends junk", raw("what?\r\n\r\n"), "malformed", null],
    ["speaks HTTP/2", raw("\x00\x00\x06\x04\x00\x00\x00\x00\x00\x00\x03\x00\x00\x00\x64"), "malformed", null],
    ["has a control character in a header", raw(json(body, "X-A: a\x01b\r\n")), "malformed", null],
    ["has a bare line feed in a header", raw(json(body, "X-A: a\rb\r\n")), "malformed", null],
    ["sends 40 KB of headers", { kind: "big_headers", bytes: 40_000 } as const, "malformed", null],
    ["sends a megabyte of headers", "big_headers", "malformed", null],
    // It should not (RFC 9110, 10.1.1), since no request asks to wait for one.
    ["says 100 that nobody asked for", raw(`HTTP/1.1 100 Continue\r\n\r\n${json(body)}`), "malformed", null],
    ["switches protocols", raw("HTTP/1.1 101 Switching\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n"), "malformed", null],
    ["floods it with 1xx", "informational_flood", "malformed", null],
    ["sends gzip", "gzip", "malformed", 200],
    ["sends br", "br", "malformed", 200],
    ["sends broken gzip", "broken_gzip", "malformed", 200],
    ["sends deflate", { kind: "encoded", encoding: "deflate" } as const, "malformed", 200],
    ["sends a page", "html", "malformed", 200],
  ])("that %s is left for the next, whole or streamed", async (_what, fault, cause, httpStatus) => {
    for (const stream of [false, true]) {
      const met = await meet({ dialect, stream, fault });
      // What the request set off there is not known.
      expect(endOf(met)).toEqual([cause, httpStatus, "unknown"]);
      expect([met.told.complete, met.call.servedTier, met.call.unknownAttempts]).toEqual([true, 2, 1]);
    }
  });

  it.each([
    ["bytes beyond its length", raw(`${json(body)}XXXX`, "hang")],
    ["an answer that nobody asked for behind its own", raw(json(body) + json(wholeBody(dialect, "not yours")), "hang")],
    ["another type", raw(json(body).replace("application/json", "text/plain"))],
    ["no type", raw(json(body).replace("Content-Type: application/json\r\n", ""))],
    ["an encoding that is none", raw(json(body, "Content-Encoding: IDENTITY\r\n"))],
    ["a 103 before it", raw(`HTTP/1.1 103 Early Hints\r\n\r\n${json(body)}`)],
    ["a body without length", raw(json(body, ""))],
    ["the end of its connection for the end of its body", raw(json(body, "Connection: close\r\n"))],
  ])("is served with %s", async (_what, fault) => {
    const met = await meet({ dialect, stream: false, fault });
    expect(endOf(met)).toEqual(["", 200, "reported"]);
    expect([met.told.text, met.told.costPico, met.call.costPico]).toEqual(["hello", 4_000_000n, 4_000_000n]);
  });

  it.each([["a page", "text/html", "<html>"], ["another type", "text/plain", undefined], ["no type", null, undefined]])(
    "that sends %s for a stream is left for the next",
    async (_what, contentType, page) => {
      const fault = page === undefined ? { kind: "content_type", contentType } as const : raw(`HTTP/1.1 200 OK\r\nContent-Type: ${contentType}\r\n\r\n${page}`);
      expect(endOf(await meet({ dialect, stream: true, fault }))).toEqual(["malformed", 200, "unknown"]);
    },
  );

  it("that sends a whole answer for a stream is left for the next, and paid for what it says it did", async () => {
    const met = await meet({ dialect, stream: true, fault: raw(json(body)) });
    expect(endOf(met)).toEqual(["malformed", 200, "reported"]);
    expect([met.first?.costPico, met.told.complete, met.told.provider]).toEqual([4_000_000n, true, dialect === "openai" ? "beta" : "beta-twin"]);
    expect(met.told.costPico).toBe(4_000_000n + BigInt(site.practice.account().lines.find(({ provider }) => provider.startsWith("beta"))?.costPico ?? 0));
  });

  it("that sends a stream for a whole answer is left for the next", async () => {
    const met = await meet({ dialect, stream: false, fault: raw(`${EVENTS}\r\ndata: ${body}\n\n`) });
    expect(endOf(met)).toEqual(["malformed", 200, "unknown"]);
  });

  it("that never ends its body is cut off at a bound", async () => {
    const met = await meet({ dialect, stream: false, fault: { kind: "endless", afterTokens: 0 } });
    expect(endOf(met)).toEqual(["malformed", 200, "unknown"]);
    expect(met.first?.detail).toContain("16 MiB");
    const streamed = await meet({ dialect, stream: true, fault: { kind: "endless", afterTokens: 0 } });
    expect(endOf(streamed)).toEqual(["malformed", 200, "unknown"]);
    expect(streamed.told.complete).toBe(true);
    const late = await meet({ dialect, stream: true, fault: "endless" });
    expect(endOf(late)).toEqual(["malformed", 200, "estimated"]);
    expect([late.told.complete, late.call.outcome, late.attempts.length]).toEqual([false, "failed", 1]);
  });

  it("that nests its answer without end is left for the next", async () => {
    const deep = json(`{"choices":${"[".repeat(50_000)}${"]".repeat(50_000)}}`);
    expect(endOf(await meet({ dialect, stream: false, fault: raw(deep) }))).toEqual(["malformed", 200, "unknown"]);
  });

  it.each([301, 302, 303, 307, 308])("that redirects with %i is not followed, wherever to", async (status) => {
    let reached = 0;
    const target = createServer((socket) => {
      reached += 1;
      socket.destroy();
    });
    await new Promise<void>((resolve) => target.listen(0, "127.0.0.1", resolve));
    const port = (target.address() as AddressInfo).port;
    const places = [`http://127.0.0.1:${port}/v1/chat/completions`, `https://127.0.0.1:${port}/`, "file:///etc/passwd", "//169.254.169.254/latest"];
    for (const [index, location] of places.entries()) {
      const met = await meet({ dialect, stream: index % 2 === 1, fault: { kind: "status", status, headers: { location }, body: "" } });
      expect(endOf(met)).toEqual(["malformed", status, "reported"]);
      expect([met.told.complete, met.told.text, met.first?.costPico]).toEqual([true, textOf(dialect === "openai" ? "beta" : "beta-twin"), 0n]);
      expect(met.first?.detail).not.toContain(location);
    }
    expect(reached).toBe(0);
    await new Promise((resolve) => target.close(resolve));
  });
});
