/** Where a key moves the active line; null when the key does not move it. */
export function movedLine(
  key: string,
  line: number,
  list: { readonly count: number; readonly pageLines: number },
): number | null {
  const last = Math.max(0, list.count - 1);
  switch (key) {
    case "ArrowDown":
      return Math.min(last, line + 1);
    case "ArrowUp":
      return Math.max(0, line - 1);
    case "PageDown":
      return Math.min(last, line + list.pageLines);
    case "PageUp":
      return Math.max(0, line - list.pageLines);
    case "Home":
      return 0;
    case "End":
      return last;
    default:
      return null;
  }
}
