import { describe, expect, it } from "vitest";
import type { Call } from "../../../../src/main/operations/handler.ts";
import type { OperationDeps } from "../../../../src/main/operations/operation-deps.ts";
import { createSessionOperations } from "../../../../src/main/operations/session-operations.ts";
import { ROLES, type Role } from "../../../../src/shared/operation-row.ts";

/** Opens the own folder as somebody of this role; gives what was asked of the folders. */
async function openAs(role: string, takeOver: boolean): Promise<unknown[]> {
  const asked: unknown[] = [];
  const deps = {
    folders: { open: async (...wish: unknown[]) => void asked.push(...wish) },
    describeSession: async () => ({}),
  } as unknown as OperationDeps;
  const call = { actor: { uid: "ada", role, sid: "s" } } as unknown as Call;
  await createSessionOperations(deps)["session.open"]({ folder: "own", take_over: takeOver }, call);
  return asked;
}

describe("session.open", () => {
  const canTakeOver = (role: Role): boolean => role === "supervisor" || role === "admin";

  it.each(ROLES.filter(canTakeOver))("takes a folder over for a person who is %s, by name", async (role) => {
    expect(await openAs(role, true)).toEqual(["own", { takeOverBy: "ada" }]);
  });

  it.each([...ROLES.filter((role) => !canTakeOver(role)), "of a kind nobody knows"])(
    "takes none over for a person who is %s, and still opens it",
    async (role) => {
      await expect(openAs(role, true)).rejects.toMatchObject({
        code: "ROLE_REQUIRED",
        context: { required: "supervisor" },
      });
      expect(await openAs(role, false)).toEqual(["own", { takeOverBy: null }]);
    },
  );
});
