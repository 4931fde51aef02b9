export { availability, oneIn } from "@/lib/core/text/availability";
