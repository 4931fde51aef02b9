import type { ReactNode } from "react";
import { Brand } from "../brand";
import { Panel } from "../panel";

type AuthPageProps = {
  /** Names the one panel. */
  title: string;
  /** What the page is, for who hears it. */
  heading: string;
  /** Below the panel. */
  foot?: ReactNode;
  children: ReactNode;
};

/** A page for who is not signed in: one small panel in the middle. */
export function AuthPage({ title, heading, foot, children }: AuthPageProps) {
  return (
    <main className="grid min-h-dvh place-items-center px-4 py-10">
      <div className="w-full max-w-sm">
        <div className="mb-6 flex justify-center"><Brand /></div>
        <h1 className="sr-only">{heading}</h1>
        <Panel title={title}>{children}</Panel>
        {foot === undefined ? null : <div className="mt-4 text-center text-caption text-subtle">{foot}</div>}
      </div>
    </main>
  );
}
