export const related = {} as const;
