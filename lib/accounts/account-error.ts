import { Prisma } from "@/prisma/generated/client";

/** What was asked of an account cannot be done; the message says why, for the person who asked. */
export class AccountError extends Error {
  override name = "AccountError";
}

/** A page was of one team, and whoever sends its form looks at another by now: nothing of either is changed. */
export class OtherTeamError extends AccountError {
  override name = "OtherTeamError";

  /** @param now the name of the team that they look at */
  constructor(now: string) {
    super(`You switched to the team ${now} since this page was opened, and nothing was changed. Switch back, or load the page again`);
  }
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
