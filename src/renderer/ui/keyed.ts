/** Texts with a key for each, also where two are equal. */
export function keyed(texts: readonly string[]): readonly { readonly key: string; readonly text: string }[] {
  const seen = new Map<string, number>();
  return texts.map((text) => {
    const count = (seen.get(text) ?? 0) + 1;
    seen.set(text, count);
    return { key: `${count} ${text}`, text };
  });
}
