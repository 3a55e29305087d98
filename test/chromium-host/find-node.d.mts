/** The Node that runs main outside Electron: this one where it is of the right major, else the one among the packages. Null when neither. */
export function findNode(): string | null;
