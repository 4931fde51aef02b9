import { createInvitation, revokeInvitation } from "@/lib/accounts/invitations";
import { createApiKey } from "@/lib/accounts/keys/create-api-key";
import { revokeApiKey } from "@/lib/accounts/keys/revoke-api-key";
import { type Member, operatorOf } from "@/lib/accounts/member";
import { addMember, changeRole, leaveTeam, removeMember } from "@/lib/accounts/members";
import { changePassword } from "@/lib/accounts/password-change";
import { renameUser } from "@/lib/accounts/rename-user";
import { deriveSecret } from "@/lib/accounts/secret";
import { revokeOtherSessions, revokeOwnSession } from "@/lib/accounts/session-list";
import { createSession } from "@/lib/accounts/sessions";
import { createTeamOf, updateTeam } from "@/lib/accounts/team-settings";
import { nextQuarter } from "@/lib/catalog/agreements";
import { loadKnown } from "@/lib/catalog/known/load-known";
import { emptyDraft } from "@/lib/core/profile-draft";
import type { Db } from "@/lib/db";
import { checkProvider } from "@/lib/gateway/check-provider";
import { testConnection } from "@/lib/gateway/test-connection";
import { formatScenarioText, parseScenarioJson } from "@/lib/scenarios/parse-text";
import { inputsSchema } from "@/lib/scenarios/inputs-schema";
import { requestSchema } from "@/lib/scenarios/request-schema";
import { publishCandidate } from "@/lib/scenarios/calibration/publish-candidate";
import { deleteScenario } from "@/lib/scenarios/saved/delete-scenario";
import { renameScenario } from "@/lib/scenarios/saved/rename-scenario";
import { saveScenario } from "@/lib/scenarios/saved/save-scenario";
import type { Role } from "@/prisma/generated/enums";
import { saveAgreement, stopAgreement } from "../change-agreement";
import { saveEndpoint } from "../change-endpoint";
import { savePrice } from "../change-price";
import { restoreVersion } from "../change-profile";
import { saveProvider } from "../change-provider";
import { checkDraft, publishDraft } from "../publish-draft";
import { endpointSchema, priceSchema, providerSchema } from "../schema";
import { setUpProvider } from "../set-up-provider";

/** What every server action of a member leads to in lib, who may do it, and how to try it. */
const secret = deriveSecret(Buffer.alloc(32, 1));
const now = new Date();
const EVERYBODY: Role[] = ["owner", "admin", "member", "viewer"];
const ADMINS: Role[] = ["owner", "admin"];
const MEMBERS: Role[] = ["owner", "admin", "member"];

/** Whatever the attempts gave or were given that must be in no audit entry. */
export const secrets: string[] = ["sk-canary-credential-0123", "canary-password-of-somebody"];

function tellSecret(text: string): string {
  secrets.push(text);
  return text;
}

let count = 0;

function fresh(name: string): string {
  return `${name.toLowerCase()}-${++count}`;
}

/** Somebody new of this role. Hashing a password takes its time: they have none. */
export async function addPerson(db: Db, teamId: string, role: Role): Promise<Member> {
  const [userId, name] = [crypto.randomUUID(), fresh(role)];
  await db.user.create({ data: { id: userId, email: `${name}@example.com`, name, passwordHash: null } });
  await addMember(db, operatorOf(teamId), userId, role);
  return { teamId, userId, role };
}

/** Tries what the action does, on a thing that belongs to `of` or their team. */
export type Attempt = (by: Member) => Promise<unknown>;
export type ActionEntry = {
  /** The functions of lib that the action hands its work to. */
  calls: readonly { name: string }[];
  may: readonly Role[];
  /** What it leaves in the audit log. */
  records: readonly string[];
  prepare: (db: Db, of: Member) => Promise<Attempt>;
  /** It changes nothing of a team's, or makes a team of its own: no page's team goes with it. */
  isOfNoTeam?: true;
};

const settingsOf = async (db: Db, of: Member) => {
  const { name, timeZone } = await db.team.findUniqueOrThrow({ where: { id: of.teamId } });
  return { name, timeZone };
};
const PROVIDER = { baseUrl: "https://api.acme.example/v1", credential: "sk-canary-credential-0123" };
const TERMS = { read: "", allowPrivate: false };
const addProvider = async (db: Db, of: Member) => {
  const slug = fresh("provider");
  return { slug, id: await saveProvider(db, secret, operatorOf(of.teamId), providerSchema.parse({ slug, baseUrl: PROVIDER.baseUrl }), TERMS) };
};
const addEndpoint = async (db: Db, of: Member) => {
  const { slug: provider } = await addProvider(db, of);
  return { name: `${provider}/m`, id: await saveEndpoint(db, operatorOf(of.teamId), endpointSchema.parse({ provider, model: "m" }), "") };
};
const AGREEMENT = { price: priceSchema.parse({ input: "1", output: "2" }), from: nextQuarter(now), until: null, source: "the contract" };
const addProfile = async (db: Db, of: Member) => {
  const draft = { ...emptyDraft("ordered", [(await addEndpoint(db, of)).name]), slug: fresh("profile") };
  await publishDraft(db, operatorOf(of.teamId), { draft, note: "", expectedVersion: 0 });
  return draft;
};

const SCENARIO = requestSchema.parse({ profile: "extract" });
const addScenario = (db: Db, of: Member) => saveScenario(db, operatorOf(of.teamId), { name: fresh("Scenario"), request: SCENARIO });

/** By the folder of the page and the name of the action. */
export const ACTIONS: Readonly<Record<string, ActionEntry>> = {
  "keys#createKey": {
    calls: [createApiKey], may: ["owner", "admin", "member"], records: ["api key.created"],
    prepare: (db) => Promise.resolve(async (by) => tellSecret((await createApiKey(db, secret.peppers, by, { name: "mine" })).text.split("_").at(-1) ?? "")),
  },
  "keys#revokeKey": {
    calls: [revokeApiKey], may: ADMINS, records: ["api key.updated"],
    prepare: async (db, of) => {
      const other = await addPerson(db, of.teamId, "member");
      const { keyId } = await createApiKey(db, secret.peppers, other, { name: "another's" });
      return (by) => revokeApiKey(db, by, keyId, now);
    },
  },
  "prices#makeCheapestProfile": {
    calls: [publishDraft], may: ADMINS, records: ["profile.created"],
    prepare: async (db, of) => {
      const { name } = await addEndpoint(db, of);
      return (by) => publishDraft(db, by, { draft: { ...emptyDraft("cheapest", [name]), slug: fresh("profile") }, note: "why", expectedVersion: 0 });
    },
  },
  "profiles#checkProfile": {
    calls: [checkDraft], may: EVERYBODY, records: [], isOfNoTeam: true,
    prepare: async (db, of) => {
      const draft = await addProfile(db, of);
      return (by) => checkDraft(db, by, draft, 1);
    },
  },
  "profiles#publishProfile": {
    calls: [publishDraft], may: ADMINS, records: ["profile.updated"],
    prepare: async (db, of) => {
      const draft = await addProfile(db, of);
      return (by) => publishDraft(db, by, { draft: { ...draft, maxAttempts: "3" }, note: "why", expectedVersion: 1 });
    },
  },
  "profiles#restoreProfileVersion": {
    calls: [restoreVersion], may: ADMINS, records: ["profile.updated"],
    prepare: async (db, of) => {
      const draft = await addProfile(db, of);
      await publishDraft(db, operatorOf(of.teamId), { draft: { ...draft, maxAttempts: "3" }, note: "", expectedVersion: 1 });
      return (by) => restoreVersion(db, by, draft.slug, 1, 2, "back");
    },
  },
  "providers#submitProvider": {
    calls: [saveProvider], may: ADMINS, records: ["provider.created", "credential.created"],
    prepare: (db) => Promise.resolve((by) => saveProvider(db, secret, by, providerSchema.parse({ slug: fresh("provider"), ...PROVIDER }), TERMS)),
  },
  "providers#submitKnownProvider": {
    calls: [setUpProvider], may: ADMINS, records: ["provider.created", "credential.created", "endpoint.created", "price.created"],
    prepare: async (db) => {
      const known = (await loadKnown()).providers.find(({ slug }) => slug === "groq");
      if (!known) throw new Error("the catalogue has no groq");
      const given = { known, name: "Groq", credential: PROVIDER.credential, baseUrl: null, upstreamModels: ["llama-3.3-70b-versatile"] };
      return (by) => setUpProvider(db, secret, by, given, { allowPrivate: false, now });
    },
  },
  "providers#submitEndpoint": {
    calls: [saveEndpoint], may: ADMINS, records: ["endpoint.created"],
    prepare: async (db, of) => {
      const { slug: provider } = await addProvider(db, of);
      return (by) => saveEndpoint(db, by, endpointSchema.parse({ provider, model: "m" }), "");
    },
  },
  "providers#submitPrice": {
    calls: [savePrice], may: ADMINS, records: ["price.created"],
    prepare: async (db, of) => {
      const { id: endpointId } = await addEndpoint(db, of);
      return (by) => savePrice(db, by, { endpointId, price: priceSchema.parse({ input: "1", output: "2" }), source: "their list", read: "" }, now);
    },
  },
  "providers/[id]/[endpointId]#submitAgreement": {
    calls: [saveAgreement], may: ADMINS, records: ["agreed price.created"],
    prepare: async (db, of) => {
      const { id: endpointId } = await addEndpoint(db, of);
      return (by) => saveAgreement(db, by, { ...AGREEMENT, endpointId }, now);
    },
  },
  "providers/[id]/[endpointId]#submitEnd": {
    calls: [stopAgreement], may: ADMINS, records: ["agreed price.removed"],
    prepare: async (db, of) => {
      const { id: endpointId } = await addEndpoint(db, of);
      await saveAgreement(db, operatorOf(of.teamId), { ...AGREEMENT, endpointId }, now);
      const { id } = await db.price.findFirstOrThrow({ where: { endpointId } });
      return (by) => stopAgreement(db, by, { endpointId, id, at: AGREEMENT.from }, now);
    },
  },
  "providers#askProvider": {
    calls: [checkProvider], may: ADMINS, records: [],
    prepare: async (db, of) => {
      const { id } = await addProvider(db, of);
      // A credential that does not open ends the question before anything is sent.
      await db.credential.create({ data: { teamId: of.teamId, id: crypto.randomUUID(), providerId: id, last4: "", keyId: "none", nonce: Buffer.alloc(12), ciphertext: Buffer.alloc(1), tag: Buffer.alloc(16) } });
      return (by) => checkProvider(db, secret, by, id);
    },
  },
  "providers#tryEndpoint": {
    calls: [testConnection], may: ADMINS, records: ["connection test.created"],
    prepare: async (db, of) => {
      const { id } = await addEndpoint(db, of);
      // Nothing listens there: it is told, and the key is made all the same.
      const house = { db, peppers: secret.peppers, gatewayUrl: "http://127.0.0.1:1" };
      return (by) => testConnection(house, by, id, now);
    },
  },
  "sandbox#publishCandidate": {
    calls: [publishCandidate], may: ADMINS, records: ["profile.updated"],
    prepare: async (db, of) => {
      const draft = await addProfile(db, of);
      const inputs = inputsSchema.parse({ traffic: { callsPerMinute: 1 } });
      return (by) => publishCandidate(db, by, { draft: { ...draft, maxAttempts: "3" }, note: "why", expectedVersion: 1 }, inputs, now);
    },
  },
  "sandbox/scenarios#saveScenario": {
    calls: [saveScenario], may: MEMBERS, records: ["scenario.created"],
    prepare: (db) => Promise.resolve((by) => saveScenario(db, by, { name: fresh("Scenario"), request: SCENARIO })),
  },
  "sandbox/scenarios#renameScenario": {
    calls: [renameScenario], may: MEMBERS, records: ["scenario.updated"],
    prepare: async (db, of) => {
      const id = await addScenario(db, of);
      return (by) => renameScenario(db, by, { id, name: fresh("Renamed") });
    },
  },
  "sandbox/scenarios#deleteScenario": {
    calls: [deleteScenario], may: MEMBERS, records: ["scenario.removed"],
    prepare: async (db, of) => {
      const id = await addScenario(db, of);
      return (by) => deleteScenario(db, by, id);
    },
  },
  "sandbox/scenarios#exportScenario": {
    calls: [formatScenarioText], may: EVERYBODY, records: [], isOfNoTeam: true,
    prepare: () => Promise.resolve(() => Promise.resolve(formatScenarioText(SCENARIO))),
  },
  "sandbox/scenarios#importScenario": {
    calls: [parseScenarioJson], may: EVERYBODY, records: [], isOfNoTeam: true,
    prepare: () => Promise.resolve(() => Promise.resolve(parseScenarioJson(formatScenarioText(SCENARIO)))),
  },
  "settings/(team)#updateTeam": {
    calls: [updateTeam], may: ADMINS, records: ["team.updated"],
    prepare: async (db, of) => {
      const read = await settingsOf(db, of);
      return (by) => updateTeam(db, by, { ...read, name: fresh("Acme") }, read);
    },
  },
  "settings/(team)#createTeam": {
    calls: [createTeamOf], may: ["owner"], records: ["team.created", "member.created"], isOfNoTeam: true,
    prepare: (db) => Promise.resolve((by) => createTeamOf(db, by, { slug: fresh("team"), name: "Another" })),
  },
  "settings/account#renameAccount": {
    calls: [renameUser], may: EVERYBODY, records: ["account.updated"], isOfNoTeam: true,
    prepare: (db) => Promise.resolve((by) => renameUser(db, by.userId, fresh("Ada"))),
  },
  "settings/account#changePassword": {
    // Who has no password here gets as far as the rule: hashing takes its time, and settings.db.test.ts has the rest.
    calls: [changePassword], may: [], records: [], isOfNoTeam: true,
    prepare: (db) => Promise.resolve((by) =>
      changePassword(db, secret, { userId: by.userId, sessionId: "", current: "", next: "canary-password-of-somebody", address: "127.0.0.1" }, now)),
  },
  "settings/sessions#endSession": {
    calls: [revokeOwnSession], may: EVERYBODY, records: ["session.updated"], isOfNoTeam: true,
    prepare: async (db, of) => {
      const { id } = await createSession(db, of.userId, now);
      return (by) => revokeOwnSession(db, by.userId, id, now);
    },
  },
  "settings/sessions#endOtherSessions": {
    calls: [revokeOtherSessions], may: EVERYBODY, records: ["session.updated"], isOfNoTeam: true,
    prepare: async (db, of) => {
      await createSession(db, of.userId, now);
      return async (by) => revokeOtherSessions(db, by.userId, (await createSession(db, by.userId, now)).id, now);
    },
  },
  "team#invite": {
    calls: [createInvitation], may: ADMINS, records: ["invitation.created"],
    prepare: (db) => Promise.resolve(async (by) => tellSecret((await createInvitation(db, by, { email: `${fresh("new")}@example.com`, role: "member" }, now)).token)),
  },
  "team#revokeInvitation": {
    calls: [revokeInvitation], may: ADMINS, records: ["invitation.updated"],
    prepare: async (db, of) => {
      const inviting = await addPerson(db, of.teamId, "owner");
      const { id } = await createInvitation(db, inviting, { email: `${fresh("new")}@example.com`, role: "member" }, now);
      return (by) => revokeInvitation(db, by, id, now);
    },
  },
  "team#changeRole": {
    calls: [changeRole], may: ADMINS, records: ["member.updated"],
    prepare: async (db, of) => {
      const { userId } = await addPerson(db, of.teamId, "viewer");
      return (by) => changeRole(db, by, userId, "member");
    },
  },
  "team#removeMember": {
    calls: [removeMember], may: ADMINS, records: ["member.removed"],
    prepare: async (db, of) => {
      const { userId } = await addPerson(db, of.teamId, "member");
      return (by) => removeMember(db, by, userId);
    },
  },
  "team#leaveTeam": {
    calls: [leaveTeam], may: EVERYBODY, records: ["member.removed"],
    prepare: (db) => Promise.resolve((by) => leaveTeam(db, by)),
  },
};
