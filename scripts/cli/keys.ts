import { createApiKey } from "@/lib/accounts/keys/create-api-key";
import { listApiKeys, type ListedApiKey } from "@/lib/accounts/keys/list-api-keys";
import { revokeApiKey } from "@/lib/accounts/keys/revoke-api-key";
import { setKeyLimits } from "@/lib/accounts/keys/set-key-limits";
import { operatorOf } from "@/lib/accounts/member";
import { listMembers, type ListedMember } from "@/lib/accounts/members";
import { type KeyLimits, NO_LIMITS } from "@/lib/core/key-limits";
import { KEY_SCOPES, type KeyScope, parseKeyScopes } from "@/lib/core/key-scopes";
import { type Command, type Context, readArgs, Refused, required, UsageError } from "./command";
import { chooseTeam } from "./team";

const TEAM = { team: { type: "string" } } as const;
const LIMITS = { "requests-per-minute": { type: "string" }, "tokens-per-minute": { type: "string" }, "concurrent-calls": { type: "string" } } as const;

export const keysCreate: Command = {
  usage: "keys create --name NAME [--team SLUG] [--owner EMAIL] [--scope SCOPE]... [--requests-per-minute N] [--tokens-per-minute N] [--concurrent-calls N]",
  about: "create an API key and print it, this once; it belongs to the team's owner and is for calls unless said otherwise; SCOPE is calls or reports",
  prepare(args) {
    const { values } = readArgs(args, { ...TEAM, name: { type: "string" }, owner: { type: "string" }, scope: { type: "string", multiple: true }, ...LIMITS });
    const name = required(values.name, "--name");
    const scopes = parseScopes(values.scope ?? ["calls"]);
    const limits = { ...NO_LIMITS, ...readLimits(values) };
    return async (context) => {
      const team = await chooseTeam(context, values.team);
      const owner = await chooseOwner(context, team, values.owner);
      const input = { name, ownerId: owner.userId, scopes, limits };
      const key = await createApiKey(context.db, context.secret().peppers, operatorOf(team.id), input);
      context.out(key.text);
      context.note(`Key ${key.keyId}, "${name}", of ${owner.email} in ${team.slug}, for ${scopes.join(" and ")}. It is not shown again.`);
    };
  },
};

function parseScopes(given: readonly string[]): KeyScope[] {
  const unknown = given.find((scope) => parseKeyScopes([scope]).length === 0);
  if (unknown !== undefined) throw new UsageError(`--scope is ${KEY_SCOPES.join(" or ")}, not ${unknown}`);
  return parseKeyScopes(given);
}

async function chooseOwner(
  { db }: Context,
  team: { id: string; slug: string },
  email: string | undefined,
): Promise<ListedMember> {
  const members = await listMembers(db, team.id);
  const wanted = email?.trim().toLowerCase();
  const found = wanted === undefined
    ? (members.find(({ role }) => role === "owner") ?? members[0])
    : members.find((member) => member.email === wanted);
  if (found) return found;
  throw new Refused(
    wanted === undefined
      ? `nobody is in the team ${team.slug}: add somebody with \`users create --team ${team.slug} --email EMAIL --role owner\``
      : `${wanted} is not a member of ${team.slug}`,
  );
}

export const keysList: Command = {
  usage: "keys list [--team SLUG]",
  about: "list API keys: key id, state, last characters, owner, name, scopes",
  prepare(args) {
    const { values } = readArgs(args, TEAM);
    return async (context) => {
      const team = await chooseTeam(context, values.team);
      for (const key of await listApiKeys(context.db, operatorOf(team.id))) {
        context.out([key.keyId, formatState(key, new Date()), `…${key.last4}`, key.ownerEmail, key.name, key.scopes.join("+")].join("\t"));
      }
    };
  },
};

function formatState({ revokedAt, expiresAt }: ListedApiKey, now: Date): string {
  if (revokedAt !== null) return `revoked ${revokedAt.toISOString()}`;
  if (expiresAt === null) return "active";
  return `${expiresAt <= now ? "expired" : "active until"} ${expiresAt.toISOString()}`;
}

export const keysUpdate: Command = {
  usage: "keys update KEYID-OR-NAME [--team SLUG] [--requests-per-minute N] [--tokens-per-minute N] [--concurrent-calls N]",
  about: "change limits of an API key, from its next call on; `none` takes one away, and one that is not named stays",
  prepare(args) {
    const { values, positionals } = readArgs(args, { ...TEAM, ...LIMITS }, ["KEYID-OR-NAME"]);
    const [wanted = ""] = positionals;
    const limits = readLimits(values);
    return async (context) => {
      const team = await chooseTeam(context, values.team);
      const key = await findActiveKey(context, team, wanted);
      const { requestsPerMinute, tokensPerMinute, concurrentCalls } = key;
      await setKeyLimits(context.db, operatorOf(team.id), key.keyId, { requestsPerMinute, tokensPerMinute, concurrentCalls, ...limits });
      context.note(`Key ${key.keyId} has its limits from the next call on.`);
    };
  },
};

type LimitFlags = { [Flag in keyof typeof LIMITS]?: string | undefined };

/** Those that are named; null for one that is taken away. */
function readLimits(values: LimitFlags): Partial<KeyLimits> {
  const read = (flag: keyof typeof LIMITS) => {
    const text = values[flag];
    if (text !== "none" && !/^\d{1,10}$/.test(text ?? "0")) throw new UsageError(`--${flag} is a whole number, or none`);
    return text === "none" ? null : Number(text);
  };
  return {
    ...(values["requests-per-minute"] === undefined ? {} : { requestsPerMinute: read("requests-per-minute") }),
    ...(values["tokens-per-minute"] === undefined ? {} : { tokensPerMinute: read("tokens-per-minute") }),
    ...(values["concurrent-calls"] === undefined ? {} : { concurrentCalls: read("concurrent-calls") }),
  };
}

export const keysRevoke: Command = {
  usage: "keys revoke KEYID-OR-NAME [--team SLUG]",
  about: "revoke an API key, at once and for good",
  prepare(args) {
    const { values, positionals } = readArgs(args, TEAM, ["KEYID-OR-NAME"]);
    const [wanted = ""] = positionals;
    return (context) => revoke(context, wanted, values.team);
  },
};

/** The key of this id, revoked or not, or the one active key of this name. */
async function findActiveKey({ db }: Context, team: { id: string; slug: string }, wanted: string): Promise<ListedApiKey> {
  const keys = await listApiKeys(db, operatorOf(team.id));
  const active = keys.filter(({ name, revokedAt }) => name === wanted && revokedAt === null);
  if (active.length > 1) {
    throw new Refused(`${active.length} keys are called ${wanted}: name one by its id, ${active.map((key) => key.keyId).join(" or ")}`);
  }
  const found = keys.find((key) => key.keyId === wanted) ?? active[0];
  if (!found) throw new Refused(`the team ${team.slug} has no active API key with the id or name ${wanted}`);
  return found;
}

async function revoke(context: Context, wanted: string, slug: string | undefined): Promise<void> {
  const team = await chooseTeam(context, slug);
  const { keyId } = await findActiveKey(context, team, wanted);
  const revokedAt = await revokeApiKey(context.db, operatorOf(team.id), keyId, new Date());
  if (revokedAt === null) throw new Refused(`the team ${team.slug} has no active API key with the id or name ${wanted}`);
  context.note(`Key ${keyId} is revoked since ${revokedAt.toISOString()}.`);
}
