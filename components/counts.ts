export { formatCount, formatDuration, plural } from "@/lib/core/text/counts";
