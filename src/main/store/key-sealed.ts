import { AppError } from "../../shared/app-error.ts";

/** The folder's signing key lies here and nobody here can open it. It is not lost, so it is never replaced without being asked. */
export class KeySealed extends AppError {
  /** `canUnseal`: this program can ask the system's store; the command line cannot. */
  constructor(canUnseal: boolean) {
    super("NO_PERMISSION", canUnseal ? CLOSED : NO_STORE_HERE);
    this.name = "KeySealed";
  }
}

const NO_STORE_HERE =
  "The signing key is sealed, and only the window can open it. Record in the window. " +
  "Or let an admin move the key to a file there.";

const CLOSED =
  "The signing key is sealed, and this system does not open it. Open the folder under the account that sealed it. " +
  "Or let a supervisor make a new key.";
