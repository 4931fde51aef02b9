"use client";

import { useEffect, useEffectEvent, useMemo, useRef, useState } from "react";
import { MAX_ADDRESS_LENGTH, writeState } from "./address";
import type { SandboxState } from "./state";

/** Browsers refuse more than a hundred changes of the address in half a minute. */
const PAUSE_MS = 400;

type AddressOf = {
  state: SandboxState;
  /** What the address said when the page was opened; null where it said nothing. */
  given: SandboxState | null;
  /** What is shown then: an address says nothing of it. */
  first: SandboxState;
  isGood: boolean;
  load: (state: SandboxState) => void;
};

/**
 * The address follows the state while nothing is wrong with it, so that it always opens; an address that comes from
 * elsewhere, such as a saved scenario's, is taken up.
 * @returns whether the state is too long for it
 */
export function useAddress({ state, given, first, isGood, load }: AddressOf): boolean {
  const untouched = useMemo(() => writeState(first), [first]);
  const written = useRef(given ? writeState(given) : untouched);
  const [isTooLong, setTooLong] = useState(false);
  const take = useEffectEvent((asked: SandboxState) => {
    const text = writeState(asked);
    if (text === written.current) return;
    written.current = text;
    load(asked);
  });
  useEffect(() => { take(given ?? first); }, [given, first]);
  useEffect(() => {
    if (!isGood) return undefined;
    const timer = setTimeout(() => {
      const text = writeState(state);
      const fits = text.length <= MAX_ADDRESS_LENGTH;
      setTooLong(!fits);
      if (text === written.current || !fits) return;
      written.current = text;
      const query = new URLSearchParams(window.location.search);
      if (text === untouched) query.delete("s");
      else query.set("s", text);
      window.history.replaceState(null, "", `?${query}`);
    }, PAUSE_MS);
    return () => { clearTimeout(timer); };
  }, [state, isGood, untouched]);
  return isTooLong;
}
