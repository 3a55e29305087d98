/** Times in words. */
export const time = {
  today: (time: string): string => `Today ${time}`,
  todayInside: (time: string): string => `today ${time}`,
  yesterdayInside: (time: string): string => `yesterday ${time}`,
  yesterday: (time: string): string => `Yesterday ${time}`,
  onDay: (day: string, time: string): string => `${day} ${time}`,
} as const;
