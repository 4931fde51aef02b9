"use client";

import { useEffect, useEffectEvent, useRef, useState } from "react";
import { MAX_ADDRESS_LENGTH, writeState } from "./address";
import { FIRST_STATE, type SandboxState } from "./state";

/** Browsers refuse more than a hundred changes of the address in half a minute. */
const PAUSE_MS = 400;

/**
 * The address follows the state while nothing is wrong with it, so that it always opens; an address that comes from
 * elsewhere, such as a saved scenario's, is taken up.
 * @returns whether the state is too long for it
 */
export function useAddress(state: SandboxState, given: SandboxState | null, isGood: boolean, load: (state: SandboxState) => void): boolean {
  const written = useRef(writeState(given ?? FIRST_STATE));
  const [isTooLong, setTooLong] = useState(false);
  const take = useEffectEvent((asked: SandboxState) => {
    const text = writeState(asked);
    if (text === written.current) return;
    written.current = text;
    load(asked);
  });
  useEffect(() => { take(given ?? FIRST_STATE); }, [given]);
  useEffect(() => {
    if (!isGood) return undefined;
    const timer = setTimeout(() => {
      const text = writeState(state);
      const fits = text.length <= MAX_ADDRESS_LENGTH;
      setTooLong(!fits);
      if (text === written.current || !fits) return;
      written.current = text;
      const query = new URLSearchParams(window.location.search);
      if (text === "") query.delete("s");
      else query.set("s", text);
      window.history.replaceState(null, "", `?${query}`);
    }, PAUSE_MS);
    return () => { clearTimeout(timer); };
  }, [state, isGood]);
  return isTooLong;
}
