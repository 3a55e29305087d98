import { contextBridge, ipcRenderer, webUtils } from "electron";
import type { Bridge, BridgeCall, BridgeListen } from "../shared/ipc/bridge.ts";
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

function listenTo(name: EventName): BridgeListen {
  const channel = eventChannel(name);
  return (listener) => {
    const deliver = (_event: unknown, payload: unknown) => listener(payload);
    ipcRenderer.on(channel, deliver);
    return () => {
      ipcRenderer.removeListener(channel, deliver);
    };
  };
}

function eachName<Name extends string, Value>(names: readonly Name[], make: (name: Name) => Value) {
  return Object.fromEntries(names.map((name) => [name, make(name)])) as Record<Name, Value>;
}

const bridge: Bridge<File> = {
  call: eachName(OPERATION_NAMES, callOf),
  on: eachName(EVENT_NAMES, listenTo),
  pathOfDropped: (file) => webUtils.getPathForFile(file),
};

contextBridge.exposeInMainWorld(BRIDGE_NAME, bridge);
