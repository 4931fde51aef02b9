import { ApiError } from "@/lib/core/errors";
import type { Admission, Place } from "./admission";
import { bodyCutShort } from "./body-errors";
import type { Caller } from "./authenticate";
import { endedBy, type Exchange } from "./exchange";

/**
 * Takes a place for a call before any of its body is read, and holds it until its answer has gone out.
 * @throws ApiError `overloaded` at once, or after a short wait in which no place was found
 */
export async function enterCall(exchange: Exchange, caller: Caller, admission: Admission): Promise<Place> {
  const asking = { key: caller.apiKeyId, bytes: exchange.declaredBodyBytes() ?? 0 };
  const place = admission.tryEnter(asking) ?? (await waitForPlace(admission, asking));
  if (place === null) throw overloaded();
  exchange.whenOver(place.leave);
  if (exchange.cancellation.isCancelled) throw endedBy(exchange.cancellation) ?? bodyCutShort();
  return place;
}

function waitForPlace(admission: Admission, asking: Parameters<Admission["wait"]>[0]): Promise<Place | null> {
  return new Promise((resolve) => {
    if (!admission.wait(asking, performance.now(), resolve)) {
      resolve(null);
      return;
    }
    // Fires a little late at times, and never early.
    setTimeout(() => {
      admission.expire(performance.now());
    }, admission.waitMs + 1);
  });
}

/** For clients that come in numbers: they are told to come back, and soon. */
export function overloaded(): ApiError {
  return new ApiError("overloaded", "The gateway has as many calls under way as it can take, or this key has its share of them. Try again in a second.", { retryAfterS: 1 });
}
