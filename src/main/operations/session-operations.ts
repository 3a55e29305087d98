import { isAbsolute } from "node:path";
import { AppError } from "../../shared/app-error.ts";
import { ROLES, type Role } from "../../shared/operation-row.ts";
import type { Actor } from "../store/ledger-entry.ts";
import { inputKind } from "../system/input-file.ts";
import { checkRole } from "./dispatch.ts";
import type { Handlers } from "./handler.ts";
import type { OperationDeps } from "./operation-deps.ts";
import { badField } from "./parse-request.ts";

function roleOf({ role }: Actor): Role {
  return ROLES.find((known) => known === role) ?? "machinist";
}

/** Where we are, which folder is open, and what the person lets us read. */
export function createSessionOperations(
  deps: OperationDeps,
): Pick<Handlers, "session.get" | "session.open" | "files.pick" | "files.grant"> {
  return {
    "session.get": () => deps.describeSession(),
    async "session.open"({ folder, take_over: takeOver }, call) {
      // Anybody may open a folder; taking one from another machine is for those who answer for it.
      if (takeOver) checkRole({ role: "supervisor" }, "session.open", roleOf(call.actor));
      await deps.folders.open(folder, { takeOverBy: takeOver ? call.actor.uid : null });
      return deps.describeSession();
    },
    async "files.pick"({ purpose }) {
      if (deps.pickFile === null) throw badField("operation", "files.pick needs a window to show its dialog in");
      const path = await deps.pickFile(purpose);
      return { picked: path === null ? null : deps.grants.grant(path) };
    },
    async "files.grant"({ dropped_path: path }) {
      if (!isAbsolute(path)) throw badField("dropped_path", "must be a whole path");
      const kind = inputKind(path);
      if (kind !== null) return { ...deps.grants.grant(path), kind };
      throw new AppError("PATH_NOT_FOUND", `Nothing is at ${path}. Check that the drive is connected.`, {
        context: { path },
      });
    },
  };
}
