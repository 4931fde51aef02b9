import { closeMonth, reopenMonth } from "@/lib/billing/close/close-month";
import { updateReportSettings } from "@/lib/billing/close/report-settings";
import { operatorOf } from "@/lib/accounts/member";
import { addMonths } from "@/lib/core/month";
import { type ActionEntry, ADMINS, now } from "./try-action";

/** Each try has a month of its own, long over: one that is closed cannot be closed again. */
let tried = 0;
const nextMonth = () => addMonths("2001-01", 2 * tried++);

/** What actions of the reports' pages lead to. */
export const REPORT_ACTIONS: Readonly<Record<string, ActionEntry>> = {
  "reports#submitClose": {
    calls: [closeMonth], may: ["owner"], records: ["closed month.created"],
    prepare: (db) => {
      const month = nextMonth();
      return Promise.resolve((by) => closeMonth(db, by, { month, now }));
    },
  },
  "reports#submitReopen": {
    calls: [reopenMonth], may: ["owner"], records: ["reopened month.created"],
    prepare: async (db, of) => {
      const month = nextMonth();
      await closeMonth(db, operatorOf(of.teamId), { month, now });
      return (by) => reopenMonth(db, by, { month, reason: "an invoice came late", now });
    },
  },
  "reports#submitSettings": {
    calls: [updateReportSettings], may: ADMINS, records: ["report settings.updated"],
    prepare: (db) => Promise.resolve((by) => updateReportSettings(db, by, { closeDay: 1 + (tried++ % 28), charging: "showback", memberIds: [], channelIds: [] })),
  },
};
