/** Of scrypt: as strong as OWASP's Password Storage Cheat Sheet asks, with the row that needs least memory per guess of ours. */
export const PASSWORD_COST = { /** log2 of N */ ln: 15, r: 8, p: 3 };
