import { createApiKey } from "@/lib/accounts/keys/create-api-key";
import { revokeApiKey } from "@/lib/accounts/keys/revoke-api-key";
import { type Member, operatorOf } from "@/lib/accounts/member";
import { nextQuarter } from "@/lib/core/period";
import { loadKnown } from "@/lib/catalog/known/load-known";
import { acceptInvoice, addInvoice, removeInvoice } from "@/lib/billing/reconcile/invoices";
import { emptyDraft } from "@/lib/core/profile-draft";
import type { Db } from "@/lib/db";
import { decideProposal } from "@/lib/feeds/decide-proposal";
import { addFeed, readFeedNow, removeFeed } from "@/lib/feeds/feeds";
import { checkProvider } from "@/lib/gateway/check-provider";
import { testConnection } from "@/lib/gateway/test-connection";
import { formatScenarioText, parseScenarioJson } from "@/lib/scenarios/parse-text";
import { inputsSchema } from "@/lib/scenarios/inputs-schema";
import { requestSchema } from "@/lib/scenarios/request-schema";
import { publishCandidate } from "@/lib/scenarios/calibration/publish-candidate";
import { deleteScenario } from "@/lib/scenarios/saved/delete-scenario";
import { renameScenario } from "@/lib/scenarios/saved/rename-scenario";
import { saveScenario } from "@/lib/scenarios/saved/save-scenario";
import { saveAgreement, stopAgreement } from "../change-agreement";
import { saveEndpoint } from "../change-endpoint";
import { savePrice } from "../change-price";
import { restoreVersion } from "../change-profile";
import { saveProvider } from "../change-provider";
import { checkDraft, publishDraft } from "../publish-draft";
import { endpointSchema, priceSchema, providerSchema } from "../schema";
import { setUpProvider } from "../set-up-provider";
import { ACCOUNT_ACTIONS } from "./account-actions";
import { ALERT_ACTIONS } from "./alert-actions";
import { LIMIT_ACTIONS } from "./limit-actions";
import { REPORT_ACTIONS } from "./report-actions";
import { type ActionEntry, addEndpoint, addPerson, addProvider, ADMINS, EVERYBODY, fresh, MEMBERS, now, PROVIDER, secret, TERMS, tellSecret } from "./try-action";

const AGREEMENT = { price: priceSchema.parse({ input: "1", output: "2" }), from: nextQuarter(now), until: null, source: "the contract" };
const FEED = { kind: "url", url: "https://prices.example/list.json", everyHours: 0 } as const;
const addProfile = async (db: Db, of: Member) => {
  const draft = { ...emptyDraft("ordered", [(await addEndpoint(db, of)).name]), slug: fresh("profile") };
  await publishDraft(db, operatorOf(of.teamId), { draft, note: "", expectedVersion: 0 });
  return draft;
};

const SCENARIO = requestSchema.parse({ profile: "extract" });
const addScenario = (db: Db, of: Member) => saveScenario(db, operatorOf(of.teamId), { name: fresh("Scenario"), request: SCENARIO });

const INVOICE = { month: "2026-10", form: "total", text: "12.50", number: "" } as const;

/** What every server action of a member leads to in lib, who may do it, and how to try it: by the folder of the page and its name. */
export const ACTIONS: Readonly<Record<string, ActionEntry>> = {
  ...LIMIT_ACTIONS,
  ...REPORT_ACTIONS,
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
  "reports/[month]/invoices#submitInvoice": {
    calls: [addInvoice], may: ADMINS, records: ["invoice.created"],
    prepare: async (db, of) => {
      const { slug } = await addProvider(db, of);
      return (by) => addInvoice(db, by, { ...INVOICE, provider: slug });
    },
  },
  "reports/[month]/invoices#submitAcceptance": {
    calls: [acceptInvoice], may: ADMINS, records: ["invoice.updated"],
    prepare: async (db, of) => {
      const id = await addInvoice(db, operatorOf(of.teamId), { ...INVOICE, provider: (await addProvider(db, of)).slug });
      return (by) => acceptInvoice(db, by, { id, note: "understood", now });
    },
  },
  "reports/[month]/invoices#deleteInvoice": {
    calls: [removeInvoice], may: ADMINS, records: ["invoice.removed"],
    prepare: async (db, of) => {
      const id = await addInvoice(db, operatorOf(of.teamId), { ...INVOICE, provider: (await addProvider(db, of)).slug });
      return (by) => removeInvoice(db, by, id);
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
  "prices/feeds#submitFeed": {
    calls: [addFeed], may: ADMINS, records: ["price feed.created"],
    prepare: (db) => Promise.resolve((by) => addFeed(db, by, { ...FEED, name: fresh("feed") }, false)),
  },
  "prices/feeds#submitReading": {
    // An address that leads nowhere ends it before anything is sent.
    calls: [readFeedNow], may: ADMINS, records: [],
    prepare: async (db, of) => {
      const id = await addFeed(db, operatorOf(of.teamId), { ...FEED, name: fresh("feed"), url: "http://127.0.0.1:1/" }, true);
      return (by) => readFeedNow(db, by, id, now, { privateAllowed: false, signal: new AbortController().signal });
    },
  },
  "prices/feeds#submitRemoval": {
    calls: [removeFeed], may: ADMINS, records: ["price feed.removed"],
    prepare: async (db, of) => {
      const id = await addFeed(db, operatorOf(of.teamId), { ...FEED, name: fresh("feed") }, false);
      return (by) => removeFeed(db, by, id);
    },
  },
  "prices/feeds#submitDecision": {
    calls: [decideProposal], may: ADMINS, records: ["price proposal.updated"],
    prepare: async (db, of) => {
      const { id: endpointId } = await addEndpoint(db, of);
      const feedId = await addFeed(db, operatorOf(of.teamId), { ...FEED, name: fresh("feed") }, false);
      const id = crypto.randomUUID();
      await db.priceProposal.create({ data: { teamId: of.teamId, id, feedId, endpointId, price: { said: "input -1" }, source: "a feed", reason: "negative" } });
      return (by) => decideProposal(db, by, { id, approved: false }, now);
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
  ...ACCOUNT_ACTIONS,
  ...ALERT_ACTIONS,
};
