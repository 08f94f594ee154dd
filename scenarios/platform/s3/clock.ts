/** The platform's own clock, milliseconds since 1970. */
export interface PlatformClock {
  now(): number;
}

/** Starts at the real time and runs ahead: one day of the platform every `dayMs` real milliseconds. */
export function startClock(dayMs = 1000): PlatformClock {
  const started = Date.now();
  const rate = 86_400_000 / dayMs;
  return { now: () => started + (Date.now() - started) * rate };
}
