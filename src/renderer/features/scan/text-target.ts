const TEXT_TYPES = ["text", "search", "tel", "url", "email"];

/** Something that holds what is typed. */
type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

/**
 * Where keys go: `text` can be handed text in one piece, `value` only takes keys (a date, a choice), `none` holds nothing, `off` is not to
 * be listened to.
 */
export type KeyTarget =
  | { readonly kind: "text" | "value"; readonly field: Field }
  | { readonly kind: "none"; readonly field: null }
  | { readonly kind: "off"; readonly field: null };

/** What a field held before keys came. */
export interface Snapshot {
  readonly field: Field;
  readonly value: string;
  readonly selection: readonly [start: number, end: number, direction: "forward" | "backward" | "none"] | null;
}

/** What the keys that go to `element` meet there. Fields for secrets, and whatever says `data-scan="off"`, are left alone. */
export function keyTarget(element: EventTarget | null): KeyTarget {
  if (!(element instanceof Element)) return { kind: "none", field: null };
  if (element.closest('input[type="password"], [data-scan="off"]') !== null) return { kind: "off", field: null };
  if (element instanceof HTMLTextAreaElement) return { kind: "text", field: element };
  if (element instanceof HTMLSelectElement) return { kind: "value", field: element };
  if (!(element instanceof HTMLInputElement)) return { kind: "none", field: null };
  if (TEXT_TYPES.includes(element.type)) return { kind: "text", field: element };
  const hasNoValue = ["radio", "checkbox", "button", "submit", "reset", "file"].includes(element.type);
  return hasNoValue ? { kind: "none", field: null } : { kind: "value", field: element };
}

/** What the field holds now, and where its caret is. */
export function takeSnapshot(field: Field | null): Snapshot | null {
  if (field === null) return null;
  const { value } = field;
  if (field instanceof HTMLSelectElement || field.selectionStart === null || field.selectionEnd === null) {
    return { field, value, selection: null };
  }
  return { field, value, selection: [field.selectionStart, field.selectionEnd, field.selectionDirection ?? "none"] };
}

/** Puts back what the field held, caret and selection too. */
export function restoreSnapshot({ field, value, selection }: Snapshot): void {
  // A date that is half typed has no value yet; being set clears it all the same.
  if (field.value !== value || selection === null) setValue(field, value);
  if (selection !== null && !(field instanceof HTMLSelectElement)) field.setSelectionRange(...selection);
}

/** Hands text to a field as if it were typed at its caret. */
export function handText(field: Field | null, text: string): void {
  if (text === "" || field === null || field instanceof HTMLSelectElement) return;
  // Like typing, this can be undone and keeps to the longest text of the field; it needs the focus.
  if (document.activeElement === field && document.execCommand("insertText", false, text)) return;
  field.setRangeText(text, field.selectionStart ?? field.value.length, field.selectionEnd ?? field.value.length, "end");
  field.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertText", data: text }));
}

/** Sets a value past the component that controls the field, so that it hears of the change. */
export function setValue(field: Field, value: string): void {
  Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), "value")?.set?.call(field, value);
  field.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "historyUndo" }));
  field.dispatchEvent(new Event("change", { bubbles: true }));
}
