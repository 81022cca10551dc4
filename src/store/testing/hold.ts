// Opens the database of a project, prints its address and note, and holds it until killed: a client that can die.
import { openEmbedded } from "../embedded/open.ts";

const [folder = "", idle = ""] = process.argv.slice(2);
const { url, note } = await openEmbedded(folder, { idle: Number(idle), signal: new AbortController().signal });
process.stdout.write(`${JSON.stringify({ url: url.reveal(), note })}\n`);
setInterval(() => {}, 60_000);
