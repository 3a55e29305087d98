const SHORT_ENOUGH = 12;
const SHOWN_DIGITS = 8;

/** What a person calls a run: its number, or for a run without one the beginning of its id. */
export function runName(run: { readonly run_number: string | null; readonly run_id: string }): string {
  if (run.run_number !== null) return run.run_number;
  const id = run.run_id.replace(/^run_/, "");
  return id.length <= SHORT_ENOUGH ? id : `${id.slice(0, SHOWN_DIGITS)}…`;
}
