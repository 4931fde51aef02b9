"use client";

import { signIn } from "next-auth/react";
import { useState } from "react";

type ServiceButtonsProps = {
  services: readonly { id: string; name: string }[];
  /** A path of ours, where the way goes on. */
  returnTo: string;
};

/** Ways in by another service; the browser leaves for it, and comes back signed in or with a reason. */
export function ServiceButtons({ services, returnTo }: ServiceButtonsProps) {
  const [leavingFor, setLeavingFor] = useState<string | null>(null);
  if (services.length === 0) return null;

  function leave(id: string) {
    setLeavingFor(id);
    void signIn(id, { callbackUrl: returnTo }).catch(() => setLeavingFor(null));
  }

  return (
    <div className="mt-4 grid gap-2 border-t border-line pt-4">
      {services.map(({ id, name }) => (
        <button
          key={id}
          type="button"
          disabled={leavingFor !== null}
          onClick={() => leave(id)}
          className="h-9 w-full rounded border border-line-strong bg-surface px-4 text-body font-medium text-ink hover:bg-hover"
        >
          {leavingFor === id ? `To ${name}…` : `Continue with ${name}`}
        </button>
      ))}
    </div>
  );
}
