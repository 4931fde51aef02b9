import { closeMonths } from "@/lib/billing/close/close-due-months";
import { judgeAlerts, judgeUnusual } from "@/lib/alerts/jobs";
import { sendMessages } from "@/lib/delivery/job";
import { readPriceFeeds } from "@/lib/feeds/job";
import type { Job } from "./job";

/** All the work that comes back by itself, each looked after by itself. What others leave to be sent goes last, where one after the other is done. */
export const JOBS: readonly Job[] = [readPriceFeeds, closeMonths, judgeAlerts, judgeUnusual, sendMessages];
