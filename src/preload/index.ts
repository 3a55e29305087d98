import { contextBridge, ipcRenderer, webUtils } from "electron";
import type { Bridge, BridgeCall } from "../shared/ipc/bridge.ts";
import {
  BRIDGE_NAME,
  EVENT_NAMES,
  type EventName,
  eventChannel,
  OPERATION_NAMES,
  type OperationName,
  operationChannel,
} from "../shared/ipc/channel-names.ts";

function callOf(name: OperationName): BridgeCall {
  const channel = operationChannel(name);
  return (envelope) => ipcRenderer.invoke(channel, envelope);
}

function callsOfAllOperations(): Bridge<File>["call"] {
  return Object.fromEntries(OPERATION_NAMES.map((name) => [name, callOf(name)])) as Record<OperationName, BridgeCall>;
}

function listenTo(name: EventName, listener: (payload: unknown) => void): () => void {
  // The page hands over any string: without this look it could listen on channels that are no events.
  if (!EVENT_NAMES.includes(name)) throw new TypeError(`There is no event "${String(name)}".`);
  const channel = eventChannel(name);
  const deliver = (_event: unknown, payload: unknown) => listener(payload);
  ipcRenderer.on(channel, deliver);
  return () => {
    ipcRenderer.removeListener(channel, deliver);
  };
}

const bridge: Bridge<File> = {
  call: callsOfAllOperations(),
  on: listenTo,
  pathOfDropped: (file) => webUtils.getPathForFile(file),
};

contextBridge.exposeInMainWorld(BRIDGE_NAME, bridge);
