export const grouping = {} as const;
