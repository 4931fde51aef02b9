import type { Member } from "@/lib/accounts/member";
import { findRole } from "@/lib/accounts/membership";
import { findSession } from "@/lib/accounts/sessions";
import { findSignedIn } from "@/lib/auth";
import { getDb } from "@/lib/db";
import { type Pulse, PulseWatch, readPulses } from "@/lib/reports/ledger-pulse";
import { OpenStreams } from "@/lib/reports/open-streams";

export const dynamic = "force-dynamic";

/** A comment now and then keeps proxies from closing a quiet stream; the session is looked at as often. */
const BEAT_MS = 15_000;

/** One a page that is open: more than anybody looks at, and too few to take everybody's connections. */
const MAX_STREAMS = 32;
/** Events that a browser may leave unread before its stream ends; it opens another when it wakes. */
const MAX_UNREAD = 64;

/** On the global object: Next loads this module once for every bundle, and there shall be one query for all viewers. */
const shared = globalThis as { routeledgerPulses?: PulseWatch; routeledgerStreams?: OpenStreams };

/** `GET /api/live`: server-sent events `calls` with `{"calls", "newest"}` whenever the team's ledger has something new. */
export async function GET(request: Request): Promise<Response> {
  const signedIn = await findSignedIn();
  if (typeof signedIn === "string") return Response.json({ error: "Sign in first." }, { status: 401 });
  const { sessionId, member } = signedIn;
  const leave = (shared.routeledgerStreams ??= new OpenStreams(MAX_STREAMS)).enter(member.userId);
  if (leave === null) return Response.json({ error: "Too many pages of yours are open at once: close some." }, { status: 429 });
  const watch = (shared.routeledgerPulses ??= new PulseWatch((teamIds) => readPulses(getDb(), teamIds, new Date())));
  const encoder = new TextEncoder();
  let stop = leave;
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      let isOpen = true;
      const end = () => {
        if (!isOpen) return;
        stop();
        controller.close();
      };
      // The last word of a stream that ended while somebody else was asked must not be an error.
      const say = (text: string) => {
        if (isOpen) controller.enqueue(encoder.encode(text));
        if ((controller.desiredSize ?? 0) < -MAX_UNREAD) end();
      };
      const unwatch = watch.watch(member.teamId, (pulse: Pulse) => { say(`event: calls\ndata: ${JSON.stringify(pulse)}\n\n`); });
      const beat = setInterval(() => void isOver(sessionId, member).then((over) => { if (over) end(); else say(": \n\n"); }), BEAT_MS);
      stop = () => {
        isOpen = false;
        leave();
        unwatch();
        clearInterval(beat);
      };
      say("retry: 3000\n\n");
      request.signal.addEventListener("abort", end);
      if (request.signal.aborted) end();
    },
    cancel() { stop(); },
  });
  return new Response(body, { headers: { "content-type": "text/event-stream", "cache-control": "no-store, no-transform" } });
}

/** Whether the session ended, or its person left the team. A database that is away ends nothing. */
async function isOver(sessionId: string, { teamId, userId }: Member): Promise<boolean> {
  const asked = Promise.all([findSession(getDb(), sessionId, new Date()), findRole(getDb(), teamId, userId)]);
  return asked.then((found) => found.includes(null), () => false);
}
