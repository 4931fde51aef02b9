import { setTimeout as sleep } from "node:timers/promises";
import { newId } from "@/lib/accounts/audit";
import { PRICES } from "@/lib/gateway/testing/installation";
import { parsePricePerMillion } from "@/lib/core/money";
import { pick } from "@/lib/ledger/journal/testing/random";
import type { Row, Setting } from "./scenario";
import { killGroup, Stage } from "./stage";

/** As many calls as may be under way at a kill. */
const CLIENTS = 8;
const ANSWER_TOKENS = 40;
/** Calls that the budget has room for when each costs its bound. */
const ROOM = 60n;
const LONGEST_MS = 400;
const ENOUGH_CALLS = 5_000;

/**
 * `kill -9` while calls are under a budget that stops, some of which end at an unknown cost. What the ledger has and holds
 * never exceeds the amount; what providers were paid exceeds it at most by the bounds of what was under way at a kill.
 */
export async function playBudget({ server, random, rounds }: Setting): Promise<Row[]> {
  const stage = await Stage.open(server);
  try {
    const body = JSON.stringify({ model: "steady", max_tokens: ANSWER_TOKENS, stream: false, messages: [{ role: "user", content: "hi" }] });
    const streamed = body.replace('"stream":false', '"stream":true ');
    const boundPico = BigInt(body.length + 2 * 16 + ANSWER_TOKENS) * parsePricePerMillion(PRICES.delta);
    const amountPico = boundPico * ROOM;
    stage.site.practice.setScript("delta/llama", { sequence: ["9 x ok", "1 x malformed_json"], tokensPerSecond: 400 });
    await stage.site.db.budget.create({
      data: { teamId: stage.site.teamId, id: newId(), name: "All", scope: "team", subject: "", amountPico, period: "month", action: "stop" },
    });
    const post = async (text: string) => {
      const response = await fetch(`http://127.0.0.1:${stage.gateway.port}/v1/chat/completions`, {
        method: "POST", body: text, headers: { authorization: `Bearer ${stage.site.apiKey}`, "content-type": "application/json" },
      });
      await response.text();
      return response;
    };
    let isOver = false;
    let made = 0;
    let underWay = 0;
    const client = async (text: string) => {
      while (!isOver && made < ENOUGH_CALLS) {
        made += 1;
        underWay += 1;
        // A gateway that has just been killed, or has nothing left but for calls under way.
        const isBusy = await post(text).then(({ status }) => status === 402, () => true);
        underWay -= 1;
        if (isBusy) await sleep(20);
      }
    };
    await stage.start();
    const clients = Array.from({ length: CLIENTS }, (_, index) => client(index % 2 === 0 ? body : streamed));
    let cut = 0;
    for (let round = 0; round < rounds; round++) {
      await sleep(pick(random, LONGEST_MS));
      cut += underWay;
      await killAndStart(stage);
    }
    isOver = true;
    await Promise.all(clients);
    for (let last = await post(body); last.status !== 402; last = await post(body));
    await stage.untilIdle();
    // What is known of the spend is all read again.
    await killAndStart(stage);
    const { status } = await post(body);
    await stage.untilIdle();
    const sums = await stage.site.db.attempt.aggregate({ _sum: { costPico: true, heldPico: true } });
    const [spent, held] = [sums._sum.costPico ?? 0n, sums._sum.heldPico ?? 0n];
    const paid = BigInt(stage.site.practice.account().total.costPico);
    const failures = [
      ...(status === 402 ? [] : [`a full budget answered ${status} after a restart`]),
      ...(held > 0n ? [] : ["no attempt had an unknown cost"]),
      ...(spent + held <= amountPico ? [] : [`the ledger has ${spent} and holds ${held} of ${amountPico} pico`]),
      ...(paid <= amountPico + BigInt(cut) * boundPico ? [] : [`providers were paid ${paid} pico, ${cut} calls were cut off`]),
      ...(await stage.endWell()),
    ];
    const percent = (pico: bigint) => `${(Number((pico * 1_000n) / amountPico) / 10).toFixed(1)} %`;
    const figures = `${made} calls, at most ${cut} cut off; of the budget ${percent(spent)} spent, ${percent(held)} held, ${percent(paid)} paid to providers`;
    return [{ name: "kill -9 under a budget", faults: `${rounds + 1} × process group`, verdict: null, figures, failures }];
  } finally {
    await stage.close();
  }
}

async function killAndStart(stage: Stage): Promise<void> {
  killGroup(stage.gateway.child.pid);
  await stage.gateway.exit;
  await stage.start();
}
