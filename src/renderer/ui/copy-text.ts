/**
 * Puts a text on the clipboard. False when the system refused. The window is given no permission to write to the clipboard;
 * copying a selection needs none.
 */
export function copyText(text: string): boolean {
  const before = document.activeElement;
  const field = document.createElement("textarea");
  field.value = text;
  field.className = "visually-hidden";
  document.body.append(field);
  field.select();
  const copied = document.execCommand("copy");
  field.remove();
  if (before instanceof HTMLElement) before.focus();
  return copied;
}
