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

export function WasteIcon({ className }: IconProps) {
  return (
    <Icon className={className}>
      <path d="M2.5 4.5h11M6 4.5V3h4v1.5M4 4.5l.7 9h6.6l.7-9M6.7 7v4M9.3 7v4" />
    </Icon>
  );
}

export function SavingsIcon({ className }: IconProps) {
  return (
    <Icon className={className}>
      <path d="M2.5 4.5 6 8l2.5-2.5L13.5 11M13.5 7.5V11H10" />
    </Icon>
  );
}

export function ReportsIcon({ className }: IconProps) {
  return (
    <Icon className={className}>
      <path d="M4 2.5h5.5L12 5v8.5H4v-11ZM6 7.5h4M6 10h4" />
    </Icon>
  );
}

export function ProfilesIcon({ className }: IconProps) {
  return (
    <Icon className={className}>
      <path d="M3 3.5h10v2.5H3zM4.5 7.5h7V10h-7zM6 11.5h4V14H6z" />
    </Icon>
  );
}

export function PricesIcon({ className }: IconProps) {
  return (
    <Icon className={className}>
      <path d="M8 2.5v11M10.8 5.2C10.3 4.4 9.3 4 8 4c-1.6 0-2.8.8-2.8 2s1 1.7 2.8 2 2.8.8 2.8 2-1.2 2-2.8 2c-1.3 0-2.3-.4-2.8-1.2" />
    </Icon>
  );
}

export function SandboxIcon({ className }: IconProps) {
  return (
    <Icon className={className}>
      <path d="M6 2.5h4M7 2.5v4L3 13.5h10l-4-7v-4M5.2 10h5.6" />
    </Icon>
  );
}

export function ProvidersIcon({ className }: IconProps) {
  return (
    <Icon className={className}>
      <path d="M3 3h10v4H3zM3 9h10v4H3zM5 5h.01M5 11h.01" />
    </Icon>
  );
}

export function TeamIcon({ className }: IconProps) {
  return (
    <Icon className={className}>
      <circle cx="6" cy="5.5" r="2.25" /><path d="M2 13c0-2.2 1.8-3.5 4-3.5s4 1.3 4 3.5M10.5 3.5a2.25 2.25 0 0 1 0 4M11.5 9.7c1.5.4 2.5 1.6 2.5 3.3" />
    </Icon>
  );
}

export function SettingsIcon({ className }: IconProps) {
  return (
    <Icon className={className}>
      <path d="M2.5 5h6M12 5h1.5M2.5 11H4M7.5 11h6" /><circle cx="10.2" cy="5" r="1.7" /><circle cx="5.7" cy="11" r="1.7" />
    </Icon>
  );
}

/** Points down. */
export function ChevronIcon({ className }: IconProps) {
  return (
    <Icon className={className}>
      <path d="m4 6 4 4 4-4" />
    </Icon>
  );
}

export function CalendarIcon({ className }: IconProps) {
  return (
    <Icon className={className}>
      <path d="M2.5 4h11v9.5h-11zM2.5 7h11M5.5 2.5V5M10.5 2.5V5" />
    </Icon>
  );
}

export function BudgetsIcon({ className }: IconProps) {
  return (
    <Icon className={className}>
      <path d="M2 4.5h12M2 8h12M2 11.5h12" /><path d="M2 4.5h7M2 8h10M2 11.5h4" strokeWidth="2.5" />
    </Icon>
  );
}

export function AlertsIcon({ className }: IconProps) {
  return (
    <Icon className={className}>
      <path d="M4 10.5V7a4 4 0 0 1 8 0v3.5l1 1.5H3zM6.5 13.5a1.6 1.6 0 0 0 3 0" />
    </Icon>
  );
}
