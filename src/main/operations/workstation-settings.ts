import { z } from "zod";
import { AppError } from "../../shared/app-error.ts";
import type { OperationRequest } from "../../shared/operation-table.ts";
import { shiftStartsSchema } from "../../shared/operations/list-operations.ts";
import type { WorkstationSettings } from "../../shared/operations/view-operations.ts";
import { isKnownZone } from "../../shared/query/zone-time.ts";
import { JsonSyntaxError } from "../canonical/json-syntax-error.ts";
import { readJson, toPlain } from "../canonical/json-tree.ts";
import { type DataFile, findDataFile, replaceDataFile } from "../store/data-file.ts";
import type { Fs } from "../system/fs.ts";

const NAME = "workstation-settings.json";
const FORMAT = 1;
const LIMIT_BYTES = 64 * 1024;

/** Early, late and night. */
const USUAL_SHIFTS = ["06:00", "14:00", "22:00"];

const machineSchema = z.string().trim().min(1).max(200).nullable();

const fileSchema = z.looseObject({
  format: z.number().int().min(1),
  shifts: shiftStartsSchema,
  machine: machineSchema,
});

/** Where settings of the workstation are kept, and what the system says of its clock. */
export interface SettingsPlace {
  readonly fs: Fs;
  readonly dataDir: string;
  /** The zone of the workstation's clock, as the system has it. */
  readonly zone: string;
  /** Part of the name of what is being written. */
  readonly writer: string;
}

type Change = OperationRequest<"workstation.set">;
type Kept = Pick<WorkstationSettings, "shifts" | "machine" | "problem">;

/**
 * The settings of the workstation. Those that cannot be read are never taken for none: the usual ones hold meanwhile, and `problem` says
 * why.
 */
export function readWorkstationSettings(place: SettingsPlace): WorkstationSettings {
  return { ...read(place).kept, zone: isKnownZone(place.zone) ? place.zone : "UTC" };
}

/** Saves what is given and keeps the rest. Throws IMMUTABLE where a newer version saved them, and the storage codes. */
export async function changeWorkstationSettings(place: SettingsPlace, change: Change): Promise<WorkstationSettings> {
  const { kept, isNewer } = read(place);
  if (isNewer) {
    throw new AppError("IMMUTABLE", "A newer version saved the settings of this workstation. Change them there.");
  }
  const shifts = [...new Set(change.shifts ?? kept.shifts)].sort();
  const machine = change.machine === undefined ? kept.machine : change.machine?.trim() || null;
  const text = JSON.stringify({ format: FORMAT, shifts, machine }, null, 2);
  await replaceDataFile(fileOf(place), Buffer.from(`${text}\n`), place.writer);
  return readWorkstationSettings(place);
}

function read(place: SettingsPlace): { readonly kept: Kept; readonly isNewer: boolean } {
  const usual: Kept = { shifts: [...USUAL_SHIFTS], machine: null };
  const value = findValue(place);
  if (value === null) return { kept: usual, isNewer: false };
  const parsed = fileSchema.safeParse(value);
  if (!parsed.success) {
    const problem = `The settings of this workstation cannot be read (${NAME}). Save them again.`;
    return { kept: { ...usual, problem }, isNewer: false };
  }
  const { format, shifts, machine } = parsed.data;
  return { kept: { shifts, machine }, isNewer: format > FORMAT };
}

/** What the file holds; null where there is none, undefined for what cannot be read. */
function findValue(place: SettingsPlace): unknown {
  try {
    const bytes = findDataFile(fileOf(place), LIMIT_BYTES);
    return bytes === null ? null : (toPlain(readJson(bytes)) ?? undefined);
  } catch (error) {
    // Whatever is wrong with the file or the drive: who looks at runs gets the usual shifts, and is told.
    if (error instanceof AppError || error instanceof JsonSyntaxError) return undefined;
    throw error;
  }
}

function fileOf({ fs, dataDir }: SettingsPlace): DataFile {
  return { fs, dataDir, folder: "", name: NAME };
}
