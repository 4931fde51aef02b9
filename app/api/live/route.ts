import { findSession } from "@/lib/accounts/sessions";
import { findSignedIn } from "@/lib/auth";
import { getDb } from "@/lib/db";
import { type Pulse, PulseWatch, readPulses } from "@/lib/reports/ledger-pulse";

export const dynamic = "force-dynamic";

/** A comment now and then keeps proxies from closing a quiet stream; the session is looked at as often. */
const BEAT_MS = 15_000;

/** On the global object: Next loads this module once for every bundle, and there shall be one query for all viewers. */
const shared = globalThis as { routeledgerPulses?: PulseWatch };

/** `GET /api/live`: server-sent events `calls` with `{"calls", "newest"}` whenever the team's ledger has something new. */
export async function GET(request: Request): Promise<Response> {
  const signedIn = await findSignedIn();
  if (typeof signedIn === "string") return Response.json({ error: "Sign in first." }, { status: 401 });
  const { sessionId, member } = signedIn;
  const watch = (shared.routeledgerPulses ??= new PulseWatch((teamIds) => readPulses(getDb(), teamIds, new Date())));
  const encoder = new TextEncoder();
  let end: () => void = () => undefined;
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      const say = (text: string) => { controller.enqueue(encoder.encode(text)); };
      const unwatch = watch.watch(member.teamId, (pulse: Pulse) => { say(`event: calls\ndata: ${JSON.stringify(pulse)}\n\n`); });
      const beat = setInterval(() => void isOver(sessionId).then((over) => { if (over) end(); else say(": \n\n"); }), BEAT_MS);
      end = () => {
        end = () => undefined;
        unwatch();
        clearInterval(beat);
        controller.close();
      };
      say("retry: 3000\n\n");
      request.signal.addEventListener("abort", () => { end(); });
    },
    cancel() { end(); },
  });
  return new Response(body, { headers: { "content-type": "text/event-stream", "cache-control": "no-store, no-transform" } });
}

/** A database that is away ends no session. */
async function isOver(sessionId: string): Promise<boolean> {
  return findSession(getDb(), sessionId, new Date()).then((session) => session === null, () => false);
}
