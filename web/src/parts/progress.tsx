import { Progress } from "@mantine/core";
import type { Running } from "../../../src/model/api/audit.ts";
import { useCall } from "../queries.ts";
import { ago, counted } from "./words.ts";

/** Readings that are going on, as they go: of one system, or of all. */
export function GoingOn({ system = null }: { system?: string | null }) {
  const running = useCall("running", {});
  const items = (running.data?.items ?? []).filter((one) => (system === null || one.system === system) && isAlive(one));
  if (items.length === 0) return null;
  return (
    <section aria-label="Being read now" className="going-on">
      {items.map((one) => (
        <Reading key={one.audit} one={one} />
      ))}
    </section>
  );
}

/** A process that died says nothing any more. */
function isAlive({ heard_at }: Running): boolean {
  return Date.now() - Date.parse(heard_at) < silence;
}

/** Milliseconds. A platform may make us wait for a minute, and says so. */
const silence = 5 * 60_000;

const ended = ["complete", "absent", "unavailable", "failed"];

function Reading({ one }: { one: Running }) {
  const done = one.sources.filter(({ state }) => ended.includes(state)).length;
  const rows = one.sources.reduce((sum, source) => sum + source.rows, 0);
  const reading = one.sources.filter(({ state }) => state === "reading").map(({ name }) => name);
  const verb = one.what === "audit" ? "is being read" : "is being looked at again";
  const percent = one.sources.length === 0 ? 0 : (done / one.sources.length) * 100;
  return (
    <div className="reading">
      <div>
        <strong>{one.audit}</strong> {verb} <span className="dim">{`by ${one.by}, begun ${ago(one.started_at)}`}</span>
      </div>
      <Progress value={percent} size="sm" aria-label={`${done} of ${one.sources.length} sources of ${one.audit} are read`} />
      <div className="dim small">
        {`${done} of ${counted(one.sources.length, "source")}, ${counted(rows, "row")}`}
        {reading.length > 0 ? `; now ${reading.slice(0, 3).join(", ")}` : ""}
        {one.note ? ` · ${one.note}` : ""}
      </div>
    </div>
  );
}
