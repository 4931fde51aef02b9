/** How many characters a password may have. The upper bound is what a stranger can make us read. */
export const PASSWORD_LENGTH = { min: 12, max: 512 };
