import type { ReactNode } from "react";

/** Drawn for 16 px; decoration only, so always hidden from screen readers. */
function Icon({ children, className = "size-4" }: { children: ReactNode; className?: string | undefined }) {
  return (
    <svg
      viewBox="0 0 16 16"
      className={`shrink-0 ${className}`}
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      {children}
    </svg>
  );
}

export type IconProps = { className?: string };

export function OverviewIcon({ className }: IconProps) {
  return (
    <Icon className={className}>
      <path d="M2.5 13.5h11M4.5 11V7.5M8 11V3M11.5 11V5.5" />
    </Icon>
  );
}

export function CallsIcon({ className }: IconProps) {
  return (
    <Icon className={className}>
      <path d="M5.5 4h8M5.5 8h8M5.5 12h8" />
      <path d="M2.5 4h.01M2.5 8h.01M2.5 12h.01" strokeWidth="2" />
    </Icon>
  );
}

export function KeyIcon({ className }: IconProps) {
  return (
    <Icon className={className}>
      <circle cx="5" cy="11" r="2.5" />
      <path d="m7 9 6-6M10.5 5.5l2 2" />
    </Icon>
  );
}

export function InfoIcon({ className }: IconProps) {
  return (
    <Icon className={className}>
      <circle cx="8" cy="8" r="5.75" />
      <path d="M8 7.5v3M8 5.2v.01" />
    </Icon>
  );
}

export function CopyIcon({ className }: IconProps) {
  return (
    <Icon className={className}>
      <rect x="5.5" y="5.5" width="8" height="8" rx="1.5" />
      <path d="M10.5 5.5v-2a1 1 0 0 0-1-1h-6a1 1 0 0 0-1 1v6a1 1 0 0 0 1 1h2" />
    </Icon>
  );
}

export function CheckIcon({ className }: IconProps) {
  return (
    <Icon className={className}>
      <path d="m3 8.5 3.5 3.5L13 4.5" />
    </Icon>
  );
}

export function CrossIcon({ className }: IconProps) {
  return (
    <Icon className={className}>
      <path d="m4 4 8 8M12 4l-8 8" />
    </Icon>
  );
}

export function RefreshIcon({ className }: IconProps) {
  return (
    <Icon className={className}>
      <path d="M13 8a5 5 0 1 1-1.5-3.6M13 2.5V5h-2.5" />
    </Icon>
  );
}

export function WarningIcon({ className }: IconProps) {
  return (
    <Icon className={className}>
      <path d="M8 2.5 14 13H2L8 2.5ZM8 6.5v3M8 11.3v.01" />
    </Icon>
  );
}
