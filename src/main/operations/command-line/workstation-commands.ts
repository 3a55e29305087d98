import type { WorkstationSettings } from "../../../shared/operations/view-operations.ts";
import { badField } from "../parse-request.ts";
import { type Command, EXIT } from "./command.ts";

/** `workstation show`: shifts, machine and zone. */
export const workstationShowCommand: Command = {
  words: ["workstation", "show"],
  positionals: [],
  options: {},
  summary: "Shows when shifts begin, which machine the workstation stands at, and its zone.",
  folder: () => "none",
  run: async ({ app, output }) => {
    const settings = await app.call("workstation.get", {}, { door: "command-line" });
    await output.result(settings, () => settingWords(settings));
    return EXIT.done;
  },
};

/** `workstation set`: what holds for the workstation, whoever uses it. */
export const workstationSetCommand: Command = {
  words: ["workstation", "set"],
  positionals: [],
  options: {
    shifts: {
      value: "TIMES",
      help: "where each shift begins: 06:00,14:00,22:00; '' for days instead",
      field: "shifts",
    },
    machine: { value: "ID", help: "the machine it stands at; '' for none", field: "machine" },
  },
  summary: "Sets when shifts begin and which machine the workstation stands at.",
  folder: () => "none",
  check: (args) => {
    if (args.find("shifts") === null && args.find("machine") === null)
      throw badField("--shifts", "or --machine is needed; there is nothing else to set");
  },
  run: async ({ app, args, output }) => {
    const [shifts, machine] = [args.find("shifts"), args.find("machine")];
    const request = {
      ...(shifts === null ? {} : { shifts: shiftsOf(shifts) }),
      ...(machine === null ? {} : { machine: machine.trim() === "" ? null : machine }),
    };
    const settings = await app.call("workstation.set", request, { door: "command-line" });
    await output.result(settings, () => settingWords(settings));
    return EXIT.done;
  },
};

/** The operation refuses what is no time, and names the option. */
function shiftsOf(text: string): string[] {
  return text.trim() === "" ? [] : text.split(",").map((time) => time.trim());
}

function settingWords({ shifts, machine, zone, problem }: WorkstationSettings): string {
  return [
    `Shifts begin at ${shifts.length === 0 ? "midnight: a shift is a day" : shifts.join(", ")}.`,
    `Machine: ${machine ?? "none"}.`,
    `Zone: ${zone}.`,
    ...(problem === undefined ? [] : [problem]),
  ].join("\n");
}
