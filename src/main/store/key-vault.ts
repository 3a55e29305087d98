/**
 * The operating system's store for secrets, as the window reaches it. The command line has none, so what is sealed stays sealed to it.
 * Only what this account sealed on this machine can be opened again.
 */
export interface KeyVault {
  /** `none`: there is no such store here, or one whose password everybody knows. It may still open what was sealed with it. */
  strength(): Promise<"system" | "none">;
  seal(secret: string): Promise<Uint8Array>;
  /** Rejects when the system does not open it: another account, a system installed anew, a person who said no. */
  unseal(sealed: Uint8Array): Promise<string>;
}
