"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";

/** Has the page read again when somebody comes back to its window: steps are also done in terminals and other tabs. */
export function RefreshOnReturn() {
  const router = useRouter();
  useEffect(() => {
    const read = () => { router.refresh(); };
    window.addEventListener("focus", read);
    return () => { window.removeEventListener("focus", read); };
  }, [router]);
  return null;
}
