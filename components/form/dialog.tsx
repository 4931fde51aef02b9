import { type ReactNode, type RefObject, useId } from "react";

type DialogProps = {
  /** Whoever opens and closes it holds this. */
  dialog: RefObject<HTMLDialogElement | null>;
  title: ReactNode;
  isWide?: boolean;
  children: ReactNode;
};

/** The browser's own modal dialog: focus stays inside, Escape leaves. */
export function Dialog({ dialog, title, isWide = false, children }: DialogProps) {
  const titleId = useId();
  return (
    <dialog
      ref={dialog}
      aria-labelledby={titleId}
      className={`m-auto max-h-[calc(100dvh-32px)] ${isWide ? "w-[min(36rem,calc(100vw-32px))]" : "w-[min(28rem,calc(100vw-32px))]"} overflow-y-auto rounded-card border border-line bg-surface p-5 text-left whitespace-normal text-ink shadow-tremor-dropdown backdrop:bg-black/50`}
    >
      <h2 id={titleId} className="mb-2 text-section font-semibold break-words">{title}</h2>
      {children}
    </dialog>
  );
}
