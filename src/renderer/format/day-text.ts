// Months are words of the window's language, not of the system's.
const DAY_FORMAT = new Intl.DateTimeFormat("en-GB", {
  ...{ day: "numeric", month: "short", year: "numeric" },
  timeZone: "UTC",
});

/** A calendar day as people write it: `21 Nov 2026` for 2026-11-21. What is no day stays as it is. */
export function dayText(day: string): string {
  const instant = new Date(`${day}T00:00:00Z`);
  return Number.isNaN(instant.getTime()) ? day : DAY_FORMAT.format(instant);
}
