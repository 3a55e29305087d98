const TIME = /^(\d{1,2})(?:[:.](\d{2}))?$/;

/** Times of the day as a person lists them (`6, 14:00 22:00`), in order and each once; null where one of them is none. */
export function readShiftStarts(text: string): readonly string[] | null {
  const parts = text.split(/[\s,;]+/).filter((part) => part !== "");
  const times = parts.map(readTime);
  if (times.some((time) => time === null)) return null;
  return [...new Set(times.filter((time) => time !== null))].sort();
}

function readTime(part: string): string | null {
  const match = TIME.exec(part);
  if (match === null) return null;
  const [hours, minutes] = [Number(match[1]), Number(match[2] ?? 0)];
  if (hours > 23 || minutes > 59) return null;
  return `${String(hours).padStart(2, "0")}:${String(minutes).padStart(2, "0")}`;
}
