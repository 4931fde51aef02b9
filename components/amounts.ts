export { exactUsd, NOT_APPLICABLE, relativeDelta, share, successRate, totalUsd, UNKNOWN } from "@/lib/core/text/amounts";
