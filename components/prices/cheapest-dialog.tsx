"use client";

import { useRef, useState } from "react";
import { MAIN_BUTTON } from "../button-styles";
import { Dialog } from "../form/dialog";
import { CheapestForm } from "./cheapest-form";
import { CheapestMade } from "./cheapest-made";
import type { Host, MakeCheapest } from "./price-actions";

type CheapestDialogProps = { hosts: readonly Host[]; taken: readonly string[]; makeCheapest: MakeCheapest };

/** Makes a profile of the chosen hosts that asks the cheapest first, and leads to it. */
export function CheapestDialog(props: CheapestDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [made, setMade] = useState<string | null>(null);
  const close = () => dialog.current?.close();
  return (
    <>
      <button type="button" onClick={() => dialog.current?.showModal()} className={MAIN_BUTTON}>Make a cheapest profile</button>
      <Dialog dialog={dialog} title="Make a cheapest profile">
        {made === null ? <CheapestForm {...props} close={close} onMade={setMade} /> : <CheapestMade slug={made} close={close} />}
      </Dialog>
    </>
  );
}
