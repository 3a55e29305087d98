import { z } from "zod";
import { operationRow, ROLES } from "../operation-row.ts";

/** Who holds the folder, as its name card says. A hint: the kernel gate decides. */
export const lockHolderSchema = z.object({
  host: z.string(),
  pid: z.number(),
  user: z.string(),
  since: z.string(),
  app: z.string(),
});

/** Who holds the runs folder. */
export type LockHolder = Readonly<z.infer<typeof lockHolderSchema>>;

/**
 * What keeps the signing key from others. `system`: the operating system's store. `file`: the rights of a file. `none`: there is no key
 * here, or the system's store is one that anybody can open.
 */
export const keyProtectionSchema = z.enum(["system", "file", "none"]);

/** What keeps the signing key from others. */
export type KeyProtection = z.infer<typeof keyProtectionSchema>;

/** What the open store lets one do, and why not more. */
export const storeStateSchema = z.object({
  mode: z.enum(["writable", "read-only"]),
  /** Null while writable. */
  reason: z
    .enum([
      "locked",
      "lock-lost",
      "too-new",
      "no-permission",
      "damaged",
      "poisoned",
      "viewing",
      "disk-full",
      "key-sealed",
      "crypto-broken",
    ])
    .nullable(),
  /** One sentence for the banner; null while writable. */
  message: z.string().nullable(),
  holder: lockHolderSchema.nullable(),
  /** True when the holder seems to have stopped and a supervisor may take the folder over. */
  can_take_over: z.boolean().default(false),
});

/** What the open store lets one do. */
export type StoreState = Readonly<z.infer<typeof storeStateSchema>>;

export const sessionSchema = z.object({
  runs_dir: z.string(),
  /** True while the sample folder is open: the window then wears a frame that says so. */
  sample: z.boolean(),
  store: storeStateSchema,
  store_id: z.string().nullable(),
  workstation_id: z.string(),
  app_version: z.string(),
  person: z.object({ name: z.string(), role: z.enum(ROLES) }),
  key_protection: keyProtectionSchema,
});

/** Where we are and who is here. */
export type Session = Readonly<z.infer<typeof sessionSchema>>;

/** A file or folder that a caller may name. The window names paths only by a grant it was given; the command line by path. */
export const fileRefSchema = z.union([
  z.strictObject({ grant: z.string().min(1) }),
  z.strictObject({ path: z.string().min(1) }),
]);

/** What a person is asked to choose: it decides between files and folders, and what the question says. */
export const pickPurposeSchema = z.enum([
  "import-folder",
  "request-file",
  "attachment-file",
  "save-folder",
  "view-file",
]);

/** What a person is asked to choose. */
export type PickPurpose = z.infer<typeof pickPurposeSchema>;

/** A file or folder that a caller may name. */
export type FileRef = z.infer<typeof fileRefSchema>;

/** Where a copy goes: a file that is named, or a folder in which the copy gets the nearest name that every drive takes. */
export const copyDestinationSchema = z.union([
  z.strictObject({ file: fileRefSchema }),
  /** Null: what the thing is called here. */
  z.strictObject({ folder: fileRefSchema, name: z.string().min(1).max(1000).nullable().default(null) }),
]);

/** Where a copy goes. */
export type CopyDestination = z.infer<typeof copyDestinationSchema>;

export const sessionOperations = {
  "session.get": operationRow({
    access: "read",
    role: "machinist",
    job: false,
    door: "any",
    request: z.strictObject({}),
    response: sessionSchema,
  }),
  /** Opens the workstation's own runs folder, or the separate sample folder. Opening again also retries a lost lock. */
  "session.open": operationRow({
    access: "read",
    role: "machinist",
    job: false,
    door: "any",
    request: z.strictObject({
      folder: z.enum(["own", "sample"]),
      /** True: take the folder from a holder on another machine that seems to have stopped. Needs a supervisor; the ledger tells of it. */
      take_over: z.boolean().default(false),
    }),
    response: sessionSchema,
  }),
  /** Asks the person for a file or folder. The window gets an opaque grant and a label, never a path it could choose. */
  "files.pick": operationRow({
    access: "read",
    role: "machinist",
    job: false,
    door: "window",
    request: z.strictObject({ purpose: pickPurposeSchema }),
    response: z.object({ picked: z.object({ grant: z.string(), label: z.string() }).nullable() }),
  }),
  /** Turns the path of something the person dropped on the window into a grant. Only what exists gets one. */
  "files.grant": operationRow({
    access: "read",
    role: "machinist",
    job: false,
    door: "window",
    request: z.strictObject({ dropped_path: z.string().min(1) }),
    response: z.object({ grant: z.string(), label: z.string(), kind: z.enum(["file", "folder"]) }),
  }),
} as const;
