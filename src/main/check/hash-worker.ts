import { type MessagePort, parentPort } from "node:worker_threads";
import { AppError } from "../../shared/app-error.ts";
import { nodeFs } from "../system/node-fs.ts";
import type { HashAnswer, HashReply, HashRequest } from "./hash-messages.ts";
import { answerHashRequest } from "./hash-tasks.ts";

const port = portToParent();
const reply = (message: HashReply): void => port.postMessage(message);

function portToParent(): MessagePort {
  if (parentPort === null) throw new Error("The worker that hashes is no program of its own");
  return parentPort;
}

function failureOf(id: number, error: unknown): HashReply {
  if (error instanceof AppError) return { id, error: error.toWire(), stack: null };
  const bug = new AppError("INTERNAL", "The reading of files met an internal fault.");
  return { id, error: bug.toWire(), stack: error instanceof Error ? (error.stack ?? error.message) : String(error) };
}

function answer(request: HashRequest): HashAnswer {
  return answerHashRequest(nodeFs, request, (hashedBytes) => reply({ id: request.id, hashedBytes }));
}

port.on("message", (request: HashRequest) => {
  try {
    reply({ id: request.id, answer: answer(request) });
  } catch (error) {
    reply(failureOf(request.id, error));
  }
});
