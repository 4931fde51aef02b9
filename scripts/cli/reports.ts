import { operatorOf } from "@/lib/accounts/member";
import { closeMonth, reopenMonth } from "@/lib/billing/close/close-month";
import { verifyClosedMonth } from "@/lib/billing/close/closed-month";
import { listMonths, openMonth } from "@/lib/billing/list-months";
import { type Command, readArgs, Refused, required, UsageError } from "./command";
import { chooseTeam } from "./team";

const TEAM = { team: { type: "string" } } as const;

export const reportsList: Command = {
  usage: "reports list [--team SLUG]",
  about: "list months: month, state, closed version, calls, spend in USD, corrections charged to it",
  prepare(args) {
    const { values } = readArgs(args, TEAM);
    return async (context) => {
      const team = await chooseTeam(context, values.team);
      for (const { month, state, closed, isReopened, calls, spendUsd, correctionsUsd } of await listMonths(context.db, team.id, new Date())) {
        const version = closed ? `v${closed.version}${isReopened ? ", reopened" : ""}` : "-";
        context.out([month, state, version, calls, spendUsd, correctionsUsd].join("\t"));
      }
    };
  },
};

export const reportsShow: Command = {
  usage: "reports show MONTH [--team SLUG] [--version N]",
  about: "print a month such as 2026-11 as JSON: what it was closed with, or what the ledger says now",
  prepare(args) {
    const { values, positionals } = readArgs(args, { ...TEAM, version: { type: "string" } }, ["MONTH"]);
    const [month = ""] = positionals;
    const version = values.version === undefined ? {} : { version: readVersion(values.version) };
    return async (context) => {
      const team = await chooseTeam(context, values.team);
      const opened = await openMonth(context.db, { teamId: team.id, month, now: new Date(), ...version });
      if (!opened) throw new Refused(`${month} was never closed as version ${values.version}`);
      context.out(opened.closed?.document ?? JSON.stringify(opened.report));
      for (const { text } of opened.standing.openItems) context.note(`Open: ${text}`);
    };
  },
};

function readVersion(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new UsageError(`--version is a number from 1 on, not "${text}"`);
  return Number(text);
}

export const reportsClose: Command = {
  usage: "reports close MONTH [--team SLUG]",
  about: "close a month that is over: frozen, numbered, with the SHA-256 of its document",
  prepare(args) {
    const { values, positionals } = readArgs(args, TEAM, ["MONTH"]);
    const [month = ""] = positionals;
    return async (context) => {
      const team = await chooseTeam(context, values.team);
      const { closed, openItems } = await closeMonth(context.db, operatorOf(team.id), { month, now: new Date() });
      for (const { text } of openItems) context.note(`Open: ${text}`);
      context.out([closed.month, `v${closed.version}`, closed.report.total.spendUsd, closed.sha256].join("\t"));
    };
  },
};

export const reportsReopen: Command = {
  usage: "reports reopen MONTH --reason TEXT [--team SLUG]",
  about: "let a closed month be closed again, as its next version; the old one stays",
  prepare(args) {
    const { values, positionals } = readArgs(args, { ...TEAM, reason: { type: "string" } }, ["MONTH"]);
    const [month = ""] = positionals;
    const reason = required(values.reason, "--reason");
    return async (context) => {
      const team = await chooseTeam(context, values.team);
      await reopenMonth(context.db, operatorOf(team.id), { month, reason, now: new Date() });
      context.note(`${month} is reopened: close it to make its next version.`);
    };
  },
};

export const reportsVerify: Command = {
  usage: "reports verify MONTH [--team SLUG]",
  about: "hold every closed version of a month against its SHA-256, bit by bit",
  prepare(args) {
    const { values, positionals } = readArgs(args, TEAM, ["MONTH"]);
    const [month = ""] = positionals;
    return async (context) => {
      const team = await chooseTeam(context, values.team);
      const versions = await verifyClosedMonth(context.db, { teamId: team.id, month });
      if (versions.length === 0) throw new Refused(`${month} was never closed`);
      for (const { version, sha256, focusSha256, isIntact } of versions) context.out([month, `v${version}`, sha256, isIntact ? "intact" : "changed", focusSha256 === null ? "FOCUS not kept" : `FOCUS ${focusSha256}`].join("\t"));
      if (versions.some(({ isIntact }) => !isIntact)) throw new Refused(`${month} is not what it was when it was closed`);
    };
  },
};
