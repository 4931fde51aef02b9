export { prepareTicks } from "@/lib/core/chart/prepare-ticks";
