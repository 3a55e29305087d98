import { annotateCommand } from "./annotate-command.ts";
import { attachmentCheckCommand } from "./attachment-check-command.ts";
import { attachmentGetCommand, attachmentListCommand, attachmentPutCommand } from "./attachment-commands.ts";
import { catalogRebuildCommand, catalogVerifyCommand } from "./catalog-commands.ts";
import { checkCommand } from "./check-command.ts";
import type { Command } from "./command.ts";
import { createCommand } from "./create-command.ts";
import { hashCommand } from "./hash-command.ts";
import { doctorCommand, healthCommand } from "./health-commands.ts";
import { historyCommand } from "./history-command.ts";
import { importCommand } from "./import-command.ts";
import { keyResetCommand, keyRotateCommand, keyShowCommand, keyTrustCommand } from "./key-commands.ts";
import { listCommand } from "./list-command.ts";
import { checkPastCommand, checkReportCommand } from "./past-check-commands.ts";
import { checkpointCommand, checkpointVerifyCommand, proofCommand } from "./proof-commands.ts";
import { rawCommand } from "./raw-command.ts";
import { batchTreeCommand, relatedCommand } from "./relation-commands.ts";
import { codeCommand, findCommand } from "./scan-commands.ts";
import { showCommand } from "./show-command.ts";
import { viewExportCommand, viewImportCommand, viewListCommand } from "./view-commands.ts";
import { workstationSetCommand, workstationShowCommand } from "./workstation-commands.ts";

/** Every command there is, in the order of the help. */
export const COMMANDS: readonly Command[] = [
  createCommand,
  showCommand,
  rawCommand,
  listCommand,
  findCommand,
  codeCommand,
  annotateCommand,
  historyCommand,
  relatedCommand,
  batchTreeCommand,
  attachmentPutCommand,
  attachmentListCommand,
  attachmentGetCommand,
  attachmentCheckCommand,
  checkPastCommand,
  checkReportCommand,
  checkCommand,
  proofCommand,
  checkpointVerifyCommand,
  checkpointCommand,
  importCommand,
  hashCommand,
  catalogRebuildCommand,
  catalogVerifyCommand,
  healthCommand,
  doctorCommand,
  keyShowCommand,
  keyRotateCommand,
  keyResetCommand,
  keyTrustCommand,
  viewListCommand,
  viewExportCommand,
  viewImportCommand,
  workstationShowCommand,
  workstationSetCommand,
];

/** Commands the design names and this version does not have: it says so rather than not knowing them. */
export const LATER_COMMANDS: readonly (readonly string[])[] = [
  ["advisory", "attach"],
  ["advisory", "list"],
  ["advisory", "find"],
  ["advisory"],
  ["explain"],
  ["review", "queue"],
  ["review", "decide"],
  ["review"],
  ["compare"],
  ["export"],
  ["package", "check"],
  ["package"],
  ["receipt", "accept"],
  ["receipt"],
  ["people"],
];
