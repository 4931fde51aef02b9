export { formatTime, type TimeGrain, wallTime } from "@/lib/core/text/times";
