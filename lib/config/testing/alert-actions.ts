import { type Member, operatorOf } from "@/lib/accounts/member";
import { listRules, saveRule } from "@/lib/alerts/rules";
import { parseSettings } from "@/lib/alerts/settings";
import type { Db } from "@/lib/db";
import { createChannel, revokeChannel } from "@/lib/delivery/channels";
import { retryDelivery } from "@/lib/delivery/deliveries";
import { testChannel } from "@/lib/delivery/test-channel";
import { type ActionEntry, ADMINS, fresh, now, secret, tellSecret } from "./try-action";

const CANARY_URL = `https://hooks.example.com/${tellSecret("canary-of-an-address")}`;
let minutes = 5;

const addChannel = (db: Db, of: Member) =>
  createChannel(db, secret, operatorOf(of.teamId), { name: fresh("channel"), kind: "webhook", url: "http://127.0.0.1:1/hook", privateAllowed: true });

/** Channels, messages and rules. */
export const ALERT_ACTIONS: Readonly<Record<string, ActionEntry>> = {
  "alerts#addChannel": {
    calls: [createChannel], may: ADMINS, records: ["channel.created"],
    prepare: (db) => Promise.resolve(async (by) => tellSecret((await createChannel(db, secret, by, { name: fresh("channel"), kind: "webhook", url: CANARY_URL, privateAllowed: false })).secret ?? "")),
  },
  "alerts#endChannel": {
    calls: [revokeChannel], may: ADMINS, records: ["channel.updated"],
    prepare: async (db, of) => {
      const { id } = await addChannel(db, of);
      return (by) => revokeChannel(db, by, id, now);
    },
  },
  "alerts#tryChannel": {
    // To an address that may not be reached, so that nothing is sent.
    calls: [testChannel], may: ADMINS, records: [],
    prepare: async (db, of) => {
      const { id } = await addChannel(db, of);
      return (by) => testChannel({ db, mailer: null, keys: secret, privateAllowed: false }, by, id, now);
    },
  },
  "alerts#retryMessage": {
    calls: [retryDelivery], may: ADMINS, records: ["message.updated"],
    prepare: async (db, of) => {
      const id = crypto.randomUUID();
      await db.delivery.create({ data: { teamId: of.teamId, id, userId: of.userId, kind: "alert", subject: "given up", text: "", payload: {}, dedupeKey: id } });
      return (by) => retryDelivery(db, by, id, now);
    },
  },
  "alerts#changeRule": {
    calls: [listRules, parseSettings, saveRule], may: ADMINS, records: ["alert rule.updated"],
    prepare: async (db, of) => {
      const rule = (await listRules(db, of.teamId)).find(({ kind }) => kind.name === "breaker");
      return (by) => saveRule(db, by, { id: rule?.id ?? "", enabled: true, settings: { minutes: ++minutes }, memberIds: [], channelIds: [] }, now);
    },
  },
};
