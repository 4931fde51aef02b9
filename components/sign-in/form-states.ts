/** What came of a form for who is not signed in. `field` names the field that the message belongs to. */
export type Refusal = { status: "refused"; message: string; field?: "name" | "password" | "email" };

/** Joined as somebody new: the way in is the e-mail with the password that was just typed. */
export type JoinResult = { status: "joined"; email: string } | Refusal;
/** Nothing more to say when it went well: the page leads on by itself. */
export type AcceptResult = Refusal;
export type ForgotResult = { status: "asked" } | Refusal;
export type ResetResult = Refusal;
