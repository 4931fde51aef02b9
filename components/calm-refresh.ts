import { useRouter } from "next/navigation";
import { useCallback, useEffect, useRef, useState, useTransition } from "react";

/** Between two readings of a page, and as a multiple of what the last one took: a slow page is not asked all the time. */
const [LEAST_MS, PER_READ] = [2_000, 5];

/** Tells that a page has news: it is read again as soon as the last reading is long enough ago and somebody looks at it. */
export function useCalmRefresh(): () => void {
  const router = useRouter();
  const [told, setTold] = useState(0);
  const [shown, setShown] = useState(0);
  const [isReading, startReading] = useTransition();
  const pace = useRef({ startedAt: 0, dueAt: 0 });
  useEffect(() => {
    const { current } = pace;
    if (isReading) current.startedAt = performance.now();
    else if (current.startedAt > 0) {
      const now = performance.now();
      current.dueAt = now + Math.max(LEAST_MS, PER_READ * (now - current.startedAt));
    }
  }, [isReading]);
  useEffect(() => {
    if (told === shown || isReading) return;
    const read = () => {
      if (document.visibilityState !== "visible") return;
      setShown(told);
      startReading(() => { router.refresh(); });
    };
    const timer = setTimeout(read, Math.max(0, pace.current.dueAt - performance.now()));
    document.addEventListener("visibilitychange", read);
    return () => {
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", read);
    };
  }, [told, shown, isReading, router]);
  return useCallback(() => { setTold((before) => before + 1); }, []);
}
