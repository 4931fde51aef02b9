/** "-$1.20" as an accountant writes it: "($1.20)". Only where the whole cell is an amount: a sentence keeps its minus. */
export function inBrackets(text: string): string {
  const [, amount, rest = ""] = /^-(\$[\d,.]+)(\/M)?$/.exec(text) ?? [];
  return amount === undefined ? text : `(${amount})${rest}`;
}
