/** The program of the installed Electron, or null where its package holds none (it is fetched at first use). */
export function findElectron(): string | null;
