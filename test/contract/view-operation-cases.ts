import type { OperationCase } from "./operation-cases.ts";

type Covered =
  | "view.list"
  | "view.save"
  | "view.remove"
  | "view.export"
  | "view.import"
  | "workstation.get"
  | "workstation.set";

const FILE = { path: "/mnt/stick/view.json" };

const content = {
  name: "Red on M3",
  query: "decision:RED machine:M3",
  columns: ["tool"],
  sort: { by: "time", descending: true },
  group: "machine",
  shows: "timeline",
};

const view = { ...content, view_id: "view-1", builtin: false, read_only: false };
const views = { views: [view], unreadable: [{ file: "a.json", reason: "is no JSON text" }] };
const settings = { shifts: ["06:00"], machine: null, zone: "Europe/Berlin" };

const viewAnswer: Pick<OperationCase, "goodResponse" | "badResponses"> = {
  goodResponse: view,
  badResponses: [content, { ...view, builtin: 1 }, { ...view, shows: "table" }],
};

const viewsAnswer: Pick<OperationCase, "goodResponse" | "badResponses"> = {
  goodResponse: views,
  badResponses: [{ views: [content], unreadable: [] }, { views: [] }],
};

const settingsAnswer: Pick<OperationCase, "goodResponse" | "badResponses"> = {
  goodResponse: { ...settings, problem: "The settings cannot be read." },
  badResponses: [
    { ...settings, shifts: ["6 o'clock"] },
    { shifts: [], machine: null },
  ],
};

/** Cases of the operations on views and on what holds for the workstation. */
export const VIEW_OPERATION_CASES: Readonly<Record<Covered, OperationCase>> = {
  "view.list": { goodRequests: [{}], badRequests: [[{ person: "ada" }, "person"]], ...viewsAnswer },
  "view.save": {
    goodRequests: [{ view: { name: "Red", query: "" } }, { view_id: "view-1", view: content }],
    badRequests: [
      [{}, "view"],
      [{ view: { name: " ", query: "" } }, "view.name"],
      [{ view: { name: "x".repeat(61), query: "" } }, "view.name"],
      [{ view: { name: "Red" } }, "view.query"],
      [{ view: { name: "Red", query: "x".repeat(4001) } }, "view.query"],
      [{ view: { ...content, sort: { by: "moon", descending: true } } }, "view.sort.by"],
      [{ view: { ...content, group: "moon" } }, "view.group"],
      [{ view: { ...content, format: 1 } }, "view.format"],
    ],
    ...viewAnswer,
  },
  "view.remove": {
    goodRequests: [{ view_id: "view-1" }],
    badRequests: [
      [{}, "view_id"],
      [{ view_id: "view-1", all: true }, "all"],
    ],
    ...viewsAnswer,
  },
  "view.export": {
    goodRequests: [
      { view_id: "view-1", to: { file: FILE } },
      { view_id: "view-1", to: { folder: { grant: "g" } } },
    ],
    badRequests: [
      [{ view_id: "view-1" }, "to"],
      [{ to: { file: FILE } }, "view_id"],
      [{ view_id: "view-1", to: { folder: FILE, name: "" } }, "to.name"],
    ],
    goodResponse: { path: "/mnt/stick/view.json", name: "view.json", size_bytes: 100 },
    badResponses: [{ path: "/mnt/stick/view.json", name: "view.json" }],
  },
  "view.import": {
    goodRequests: [{ source: FILE }, { source: { grant: "g" } }],
    badRequests: [
      [{}, "source"],
      [{ source: { path: "" } }, "source.path"],
      [{ source: FILE, view_id: "view-1" }, "view_id"],
    ],
    ...viewAnswer,
  },
  "workstation.get": { goodRequests: [{}], badRequests: [[{ zone: "UTC" }, "zone"]], ...settingsAnswer },
  "workstation.set": {
    goodRequests: [{}, { shifts: [] }, { shifts: ["06:00", "22:00"], machine: "M3" }, { machine: null }],
    badRequests: [
      [{ shifts: ["6:00"] }, "shifts.0"],
      [{ shifts: ["24:00"] }, "shifts.0"],
      [{ shifts: Array.from({ length: 13 }, () => "06:00") }, "shifts"],
      [{ machine: 3 }, "machine"],
      [{ machine: "x".repeat(201) }, "machine"],
      [{ zone: "UTC" }, "zone"],
    ],
    ...settingsAnswer,
  },
};
