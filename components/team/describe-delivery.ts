/** What became of the letter with the link; `none` where the installation sends no mail. */
export type Delivery = "sent" | "failed" | "none";

/** Who now has to hand the link over. */
export function describeDelivery(delivery: Delivery, email: string): string {
  if (delivery === "sent") return `The link was sent to ${email}.`;
  if (delivery === "failed") return `The mail server did not take the letter to ${email}. Hand the link over yourself.`;
  return "This installation sends no mail: copy the link and hand it over yourself.";
}
