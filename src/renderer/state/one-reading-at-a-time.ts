/**
 * A function that reads, and reads once more for all who asked while it was reading: however fast changes come, one reading is under way, and
 * the last one begins after the last change.
 */
export function oneReadingAtATime(readOnce: () => Promise<void>): () => Promise<void> {
  let isReading = false;
  let isStale = false;
  return async () => {
    isStale = true;
    if (isReading) return;
    isReading = true;
    try {
      while (isStale) {
        isStale = false;
        await readOnce();
      }
    } finally {
      isReading = false;
    }
  };
}
