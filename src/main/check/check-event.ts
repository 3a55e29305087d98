export { type CheckEvent, checkEventSchema, findCheckEvent, MAX_ODD_IN_EVENT } from "../store/check-event.ts";
