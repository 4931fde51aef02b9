export { percent, toLength } from "@/lib/core/chart/geometry";
