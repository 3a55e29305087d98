import { describe, expect, it } from "vitest";
import {
  flushError,
  isDeviceFault,
  storageError,
  systemCodeOf,
  withStorageErrors,
  withStorageErrorsAsync,
} from "../../../../src/main/system/storage-error.ts";
import { AppError } from "../../../../src/shared/app-error.ts";

function system(code: string): Error {
  return Object.assign(new Error(`${code}: said the system`), { code });
}

function thrownBy(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error;
  }
}

describe("flushError", () => {
  it("takes a full disk for a fault of the device, and keeps its code", () => {
    const error = flushError(system("ENOSPC"), "flush", "/x");
    expect(error).toMatchObject({ code: "DISK_FULL", context: { system: "ENOSPC" } });
    expect(isDeviceFault(error)).toBe(true);
    expect(isDeviceFault(flushError(system("EIO"), "flush", "/x"))).toBe(true);
    expect(isDeviceFault(storageError(system("ENOSPC"), "write", "/x"))).toBe(false);
    expect(isDeviceFault(flushError(system("EMFILE"), "flush", "/x"))).toBe(false);
  });
});

describe("storageError", () => {
  it.each([
    ["ENOSPC", "DISK_FULL"],
    ["EDQUOT", "DISK_FULL"],
    ["EACCES", "NO_PERMISSION"],
    ["EPERM", "NO_PERMISSION"],
    ["EROFS", "STORE_READ_ONLY"],
    ["EMFILE", "TOO_MANY_FILES"],
    ["ENFILE", "TOO_MANY_FILES"],
    ["ENOENT", "PATH_NOT_FOUND"],
    ["ENOTDIR", "PATH_NOT_FOUND"],
    ["ELOOP", "STORE_DAMAGED"],
    ["EIO", "IO_FAILED"],
    ["EBUSY", "IO_FAILED"],
    ["EWHATEVER", "IO_FAILED"],
  ])("gives %s the code %s and says what, which and what to do", (systemCode, code) => {
    const cause = system(systemCode);
    const error = storageError(cause, "write the journal", "/runs/x");
    expect(error).toBeInstanceOf(AppError);
    expect(error).toMatchObject({
      code,
      cause,
      context: { path: "/runs/x", action: "write the journal", system: systemCode },
    });
    expect((error as AppError).message).toMatch(/^Could not write the journal: .+ \(\/runs\/x\)\. .+\.$/);
  });

  it("leaves our own errors and bugs as they are", () => {
    const ours = new AppError("CONFLICT", "taken");
    const bug = new TypeError("undefined is not a function");
    expect(storageError(ours, "write", "/x")).toBe(ours);
    expect(storageError(bug, "write", "/x")).toBe(bug);
  });

  it("takes no error of Node about its arguments for a fault of the drive", () => {
    const bug = thrownBy(() => Buffer.alloc(-1));
    expect(bug).toMatchObject({ code: "ERR_OUT_OF_RANGE" });
    expect(systemCodeOf(bug)).toBeNull();
    expect(storageError(bug, "write", "/x")).toBe(bug);
  });

  it("reads no code from what is no error", () => {
    expect(systemCodeOf({ code: "EIO" })).toBeNull();
    expect(systemCodeOf(Object.assign(new Error("x"), { code: 5 }))).toBeNull();
  });
});

describe("withStorageErrors", () => {
  it("codes what the work throws and passes on what it returns", async () => {
    expect(withStorageErrors("read", "/x", () => 7)).toBe(7);
    expect(await withStorageErrorsAsync("read", "/x", async () => 8)).toBe(8);
    const fail = (): never => {
      throw system("ENOSPC");
    };
    expect(thrownBy(() => withStorageErrors("read", "/x", fail))).toMatchObject({ code: "DISK_FULL" });
    await expect(withStorageErrorsAsync("read", "/x", async () => fail())).rejects.toMatchObject({ code: "DISK_FULL" });
  });
});

describe("isDeviceFault", () => {
  it("knows a failing device whether the error is raw or coded", () => {
    for (const code of ["EIO", "ENXIO", "ENODEV", "EUCLEAN"]) {
      expect(isDeviceFault(system(code))).toBe(true);
      expect(isDeviceFault(storageError(system(code), "write", "/x"))).toBe(true);
    }
  });

  it("takes a full disk, a bug and an error of ours for none", () => {
    expect(isDeviceFault(system("ENOSPC"))).toBe(false);
    expect(isDeviceFault(storageError(system("ENOSPC"), "write", "/x"))).toBe(false);
    expect(isDeviceFault(new AppError("IO_FAILED", "other bytes"))).toBe(false);
    expect(isDeviceFault(new TypeError("x"))).toBe(false);
    expect(isDeviceFault(null)).toBe(false);
  });
});
