/** Times in words. */
export const time = {
  today: (time: string): string => `Today ${time}`,
  yesterday: (time: string): string => `Yesterday ${time}`,
  onDay: (day: string, time: string): string => `${day} ${time}`,
} as const;
