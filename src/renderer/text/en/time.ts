/** Times in words. */
export const time = {
  today: (time: string): string => `Today ${time}`,
  todayInside: (time: string): string => `today ${time}`,
  yesterdayInside: (time: string): string => `yesterday ${time}`,
  yesterday: (time: string): string => `Yesterday ${time}`,
  minutes: (count: number): string => `${count} min`,
  hours: (count: number): string => `${count} h`,
  days: (count: string): string => `${count} days`,
  onDay: (day: string, time: string): string => `${day} ${time}`,
} as const;
