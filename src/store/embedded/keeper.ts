// A process of its own, so that the server outlives the command that started it and ends after the last one.
// Arguments: the project's folder, milliseconds it stays without clients. The first line on stdout says how it went.
import { RollcallError } from "../../model/errors.ts";
import { keep } from "./keep.ts";

const [project = "", idle = ""] = process.argv.slice(2);
const controller = new AbortController();
process.on("SIGTERM", () => controller.abort());
// The terminal it was started from may go away, and so may whoever waits for its word.
process.on("SIGHUP", () => {});
process.stdout.on("error", () => {});

try {
  await keep(project, { idle: Number(idle), signal: controller.signal, onReady: (note) => tell({ ready: true, note }) });
} catch (error) {
  if (error instanceof RollcallError) tell({ actor: error.actor, message: error.message, fix: error.fix });
  else throw error;
}
process.exit();

function tell(word: object): void {
  process.stdout.write(`${JSON.stringify(word)}\n`);
}
