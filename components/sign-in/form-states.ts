import type { FormState } from "../form/form-state";

/** What stands in the way of who is not signed in. */
export type Refusal = Extract<FormState<"name" | "password" | "email">, { status: "refused" }>;

/** What was typed stays in the browser. */
export function refuse(problems: Refusal["problems"]): Refusal {
  return { status: "refused", typed: {}, problems };
}

/** Joined as somebody new: the way in is the e-mail with the password that was just typed. */
export type JoinResult = { status: "joined"; email: string } | Refusal;
/** Nothing more to say when it went well: the page leads on by itself. */
export type AcceptResult = Refusal;
export type ForgotResult = { status: "asked" } | Refusal;
export type ResetResult = Refusal;
