import { describe, expect, it, vi } from "vitest";
import { startFailureWords, tellStartFailure } from "../../../../src/main/app/tell-start-failure.ts";
import { AppError } from "../../../../src/shared/app-error.ts";

const folders = { "Program data": "/data" };

describe("start failure", () => {
  it("says what failed, why, and which folders the start needs", () => {
    const error = new AppError("NO_PERMISSION", "Could not make the folder: this account may not do that (/data).");
    const words = startFailureWords({ error, logId: "1a2b", folders });
    expect(words.message).toBe("Could not make the folder: this account may not do that (/data).");
    expect(words.detail).toBe("Program data: /data\nLog entry: 1a2b");
  });

  it("shows no inner words of a bug", () => {
    const words = startFailureWords({ error: new TypeError("x is not a function"), logId: "1a2b", folders });
    expect(`${words.message}${words.detail}`).not.toContain("not a function");
    expect(words.detail).toContain("1a2b");
  });

  it("waits until the dialog is closed", async () => {
    const closed = Promise.withResolvers<{ response: number; checkboxChecked: boolean }>();
    const showMessageBox = vi.fn(() => closed.promise);
    let told = false;
    const telling = tellStartFailure({ showMessageBox } as never, { error: null, logId: "1", folders }).then(() => {
      told = true;
    });
    await Promise.resolve();
    expect(told).toBe(false);
    closed.resolve({ response: 0, checkboxChecked: false });
    await telling;
    expect(showMessageBox).toHaveBeenCalledWith(expect.objectContaining({ type: "error" }));
  });
});
