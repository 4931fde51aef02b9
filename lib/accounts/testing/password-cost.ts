/** In place of ../password-cost in database tests, which sign in again and again: next to nothing. password.test.ts proves the real one. */
export const PASSWORD_COST = { ln: 6, r: 8, p: 1 };
