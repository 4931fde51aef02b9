import { Prisma } from "@/prisma/generated/client";

/** What was asked of an account cannot be done; the message says why, for the person who asked. */
export class AccountError extends Error {
  override name = "AccountError";
}

/** Turns the database's refusal of a second row of the same name into an AccountError. */
export async function refuseDuplicate<T>(write: Promise<T>, message: string): Promise<T> {
  try {
    return await write;
  } catch (error) {
    if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === "P2002") throw new AccountError(message);
    throw error;
  }
}
