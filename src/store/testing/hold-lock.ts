// Takes an audit's lock, says so, and holds it until killed.
import { openDatabase } from "../database.ts";
import { openStore } from "../store.ts";

const [url = "", audit = ""] = process.argv.slice(2);
const { signal } = new AbortController();
const store = await openStore(await openDatabase({ url, project: "/nowhere", signal }), "2026-11-22T12:00:00Z");
await store.locked(audit, signal, async () => {
  process.stdout.write("held\n");
  await new Promise(() => setInterval(() => {}, 60_000));
});
