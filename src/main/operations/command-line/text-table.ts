import { printable } from "./printable.ts";

const GAP = "  ";
const CUT_MARK = "…";

/** Characters people see, as far as a terminal gives each one column. */
function widthOf(text: string): number {
  return [...text].length;
}

/** Cuts long text for people; what scripts read is never cut. */
export function cut(text: string, width: number): string {
  const chars = [...text];
  return chars.length <= width ? text : `${chars.slice(0, width - 1).join("")}${CUT_MARK}`;
}

/** Rows under their headings, each column as wide as its widest cell. Cells are made printable; null shows as a dash. */
export function textTable(headings: readonly string[], rows: readonly (readonly (string | number | null)[])[]): string {
  const cells = rows.map((row) => row.map((cell) => (cell === null ? "-" : printable(String(cell)))));
  const all = [headings, ...cells];
  const widths = headings.map((_, column) => Math.max(...all.map((row) => widthOf(row[column] ?? ""))));
  return all
    .map((row) =>
      row
        .map((cell, column) => cell + " ".repeat((widths[column] ?? 0) - widthOf(cell)))
        .join(GAP)
        .trimEnd(),
    )
    .join("\n");
}

/** Names and values, one pair a line. Pairs whose value is null are left out. */
export function fieldList(fields: readonly (readonly [string, string | number | null])[]): string {
  const shown = fields.filter(([, value]) => value !== null);
  const width = Math.max(0, ...shown.map(([name]) => widthOf(name)));
  return shown.map(([name, value]) => `${name.padEnd(width)}${GAP}${printable(String(value))}`).join("\n");
}
