/** Makes a scrolling region reachable by the keyboard, although it is no control. Source: WCAG 2.1.1. */
export const REACHABLE = { tabIndex: 0 } as const;
