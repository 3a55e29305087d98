const SHOWN_CHARACTERS = 120;

/** Foreign text as a sentence can carry it: in quotes, controls escaped, cut after 120 characters, always well formed. */
export function quotedText(text: string): string {
  const characters = [...text.slice(0, 2 * SHOWN_CHARACTERS + 2)];
  const cut = characters.length > SHOWN_CHARACTERS || text.length > 2 * SHOWN_CHARACTERS + 2;
  const shown = characters.slice(0, SHOWN_CHARACTERS).join("").toWellFormed();
  return cut ? `${JSON.stringify(shown)}...` : JSON.stringify(shown);
}
