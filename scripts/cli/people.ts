import { operatorOf } from "@/lib/accounts/member";
import { addMember } from "@/lib/accounts/members";
import { createResetAsOperator } from "@/lib/accounts/password-reset";
import { createTeam } from "@/lib/accounts/teams";
import { createUser, findUserByEmail, type NewUser } from "@/lib/accounts/users";
import { publicUrl } from "@/lib/env";
import { Role } from "@/prisma/generated/enums";
import { type Command, type Context, readArgs, required, UsageError } from "./command";
import { chooseTeam } from "./team";

const text = { type: "string" } as const;

export const teamsCreate: Command = {
  usage: "teams create --slug SLUG --name NAME",
  about: "create a team",
  prepare(args) {
    const { values } = readArgs(args, { slug: text, name: text });
    const [slug, name] = [required(values.slug, "--slug"), required(values.name, "--name")];
    return async ({ db, note }) => {
      await createTeam(db, { slug, name });
      note(`Team ${slug} is there. Next: \`users create --team ${slug} --email EMAIL --role owner\`.`);
    };
  },
};

export const usersCreate: Command = {
  usage: "users create --email EMAIL --role owner|admin|member|viewer [--team SLUG] [--name NAME]",
  about: "create a person and print the password, this once; a known person joins the team and keeps theirs",
  prepare(args) {
    const { values } = readArgs(args, { team: text, email: text, role: text, name: text });
    const email = required(values.email, "--email");
    const role = readRole(required(values.role, "--role"));
    const name = values.name === undefined ? {} : { name: values.name };
    return (context) => addPerson(context, { email, role, ...name }, values.team);
  },
};

export const usersResetLink: Command = {
  usage: "users reset-link EMAIL",
  about: "print a link with which a person sets a new password, once, within the hour",
  prepare(args) {
    const [email = ""] = readArgs(args, {}, ["EMAIL"]).positionals;
    return async ({ db, env, out, note }) => {
      const reset = await createResetAsOperator(db, email, new Date());
      out(publicUrl(env, `/reset-password/${reset.token}`));
      note(`Hand it to ${reset.email} over a channel that you trust: whoever opens it first sets the password.`);
    };
  },
};

async function addPerson(context: Context, person: NewUser, slug: string | undefined): Promise<void> {
  const { db, out, note } = context;
  const team = await chooseTeam(context, slug);
  const member = operatorOf(team.id);
  const known = await findUserByEmail(db, person.email);
  if (known) {
    await addMember(db, member, known.id, person.role);
    return note(`${known.email} is now ${person.role} of ${team.slug}, with the password they have.`);
  }
  const user = await createUser(db, member, person);
  out(user.password);
  note(`${user.email} is now ${person.role} of ${team.slug}. The password is not shown again.`);
}

function readRole(given: string): Role {
  const role = Object.values(Role).find((known) => known === given);
  if (role === undefined) throw new UsageError(`--role must be one of ${Object.values(Role).join(", ")}`);
  return role;
}
