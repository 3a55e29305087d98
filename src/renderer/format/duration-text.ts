const SECONDS_PER_MINUTE = 60;
const MINUTES_PER_HOUR = 60;
const COARSE_SECONDS = 5;

/** A span of work for people, never more exact than it is known: `40 s`, `3 min`, `1 h 20 min`. */
export function durationText(seconds: number): string {
  if (seconds < SECONDS_PER_MINUTE) {
    const coarse = Math.max(COARSE_SECONDS, Math.ceil(seconds / COARSE_SECONDS) * COARSE_SECONDS);
    if (coarse < SECONDS_PER_MINUTE) return `${coarse} s`;
  }
  const minutes = Math.max(1, Math.round(seconds / SECONDS_PER_MINUTE));
  if (minutes < MINUTES_PER_HOUR) return `${minutes} min`;
  return `${Math.floor(minutes / MINUTES_PER_HOUR)} h ${minutes % MINUTES_PER_HOUR} min`;
}
