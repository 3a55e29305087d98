import { AppError } from "../../shared/app-error.ts";
import type { OperationRequest, OperationResponse } from "../../shared/operation-table.ts";
import { sha256Hex } from "../canonical/digest.ts";
import { copyOut } from "../store/copy-out.ts";
import { inputKind, readInputFile } from "../system/input-file.ts";
import { openUncached } from "../system/uncached-file.ts";
import { builtinViews } from "./builtin-views.ts";
import { findDestination } from "./copy-destination.ts";
import type { Call, Handlers } from "./handler.ts";
import type { OperationDeps } from "./operation-deps.ts";
import { badField } from "./parse-request.ts";
import { importView, listViews, removeView, saveView, type ViewsPlace, viewBytes, viewOf } from "./saved-views.ts";
import { VIEW_LIMIT_BYTES } from "./view-file.ts";
import { changeWorkstationSettings, readWorkstationSettings, type SettingsPlace } from "./workstation-settings.ts";

type Covered =
  | "view.list"
  | "view.save"
  | "view.remove"
  | "view.export"
  | "view.import"
  | "workstation.get"
  | "workstation.set";

/** Saved views of the person, and what holds for the workstation. All of it lies in the data folder, none in a runs folder. */
export function createViewOperations(deps: OperationDeps): Pick<Handlers, Covered> {
  return {
    "view.list": async (_request, call) => listViews(viewsPlace(deps, call)),
    "view.save": ({ view_id: viewId, view }, call) => saveView(viewsPlace(deps, call), viewId, view),
    "view.remove": ({ view_id: viewId }, call) => removeView(viewsPlace(deps, call), viewId),
    "view.export": (request, call) => exportView(deps, request, call),
    "view.import": async ({ source }, call) => importView(viewsPlace(deps, call), await viewFileOf(deps, source, call)),
    "workstation.get": async () => readWorkstationSettings(settingsPlace(deps)),
    "workstation.set": (change) => changeWorkstationSettings(settingsPlace(deps), change),
  };
}

function settingsPlace({ fs, dataDir, ids }: OperationDeps): SettingsPlace {
  return { fs, dataDir, zone: new Intl.DateTimeFormat().resolvedOptions().timeZone, writer: ids.token() };
}

function viewsPlace(deps: OperationDeps, { actor }: Call): ViewsPlace {
  const { fs, dataDir, ids } = deps;
  const { machine } = readWorkstationSettings(settingsPlace(deps));
  return { fs, dataDir, ids, uid: actor.uid, builtin: builtinViews(machine) };
}

async function exportView(
  deps: OperationDeps,
  { view_id: viewId, to }: OperationRequest<"view.export">,
  call: Call,
): Promise<OperationResponse<"view.export">> {
  const place = viewsPlace(deps, call);
  const { name } = viewOf(place, viewId);
  const bytes = viewBytes(place, viewId);
  const { fs, grants } = deps;
  const suggestedName = async () => `view-${name}.rmos-view.json`;
  const runsDir = deps.folders.currentRunsDir;
  const destination = await findDestination({ fs, grants, door: call.door, runsDir, suggestedName }, to);
  const copied = await copyOut(
    { fs, ...destination, token: deps.ids.token(), openUncached },
    { title: "The view", sizeBytes: bytes.byteLength, sha256: sha256Hex(bytes), chunks: () => [bytes] },
    { signal: call.signal, progress: () => undefined },
  );
  return { path: copied.path, name: destination.name, size_bytes: copied.sizeBytes };
}

async function viewFileOf(
  { grants }: OperationDeps,
  source: OperationRequest<"view.import">["source"],
  { door }: Call,
): Promise<Buffer> {
  const path = grants.resolve(source, door, "source");
  if (inputKind(path) === "folder") throw badField("source", "is a folder; name a file");
  try {
    return await readInputFile(path, VIEW_LIMIT_BYTES);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "TOO_LARGE") throw error;
    throw new AppError("TOO_LARGE", `${path} is too large to be a saved view.`, {
      context: error.context,
      cause: error,
    });
  }
}
