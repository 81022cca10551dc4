// The company's directory on somebody else's SCIM server (scimmy-routers), as a process of its own: what we take SCIM to be is held
// against what others take it to be. Says where it is in one line of JSON on stdout; ends when its stdin closes.
import type { AddressInfo } from "node:net";
import { parseArgs } from "node:util";
import express, { type Request } from "express";
import SCIMMY from "scimmy";
import SCIMMYRouters from "scimmy-routers";
import { Clock } from "../company/clock.ts";
import { makeCompany } from "../company/company.ts";
import { makeLargeScim, makeScim } from "../company/scim.ts";
import type { ScimGroup } from "./data.ts";
import { prefix } from "./index.ts";

const { values: options } = parseArgs({
  options: {
    now: { type: "string", default: new Date().toISOString() },
    token: { type: "string", default: "example-token-lab-directory" },
    /** 250 users instead of the company's. */
    large: { type: "boolean", default: false },
  },
});

for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => process.exit(0));
process.stdin.on("end", () => process.exit(0)).resume();

const clock = new Clock(new Date(options.now));
const { people } = makeCompany(clock);
const { data } = options.large ? makeLargeScim(people, clock) : makeScim(people, clock);

interface Asked {
  id?: string;
  filter?: { match<T>(resources: T[]): T[] };
}

/** What a handler of the library gives: the one that is asked for, or those that match. */
function found<T extends { id: string }>(all: T[], { id, filter }: Asked): T | T[] {
  if (id === undefined) return filter ? filter.match(all) : all;
  const one = all.find((resource) => resource.id === id);
  if (!one) throw new SCIMMY.Types.Error(404, "", `Resource ${id} not found`);
  return one;
}

const users = data.users.map(({ created, ...user }) => ({ ...user, meta: { created } }));
const groups = data.groups.map(({ members, ...group }) => ({ ...group, members: members.map(memberOf) }));

function memberOf({ id, kind }: ScimGroup["members"][number]): object {
  return { value: id, $ref: `${prefix}/${kind}s/${id}`, type: kind };
}

SCIMMY.Resources.declare(SCIMMY.Resources.User).egress((asked: unknown) => found(users, asked as Asked) as never);
SCIMMY.Resources.declare(SCIMMY.Resources.Group).egress((asked: unknown) => found(groups, asked as Asked) as never);

const app = express();
const counted = { requests: 0, writes: 0 };
app.use(prefix, (request: Request, _response, next) => {
  counted.requests += 1;
  if (request.method !== "GET") counted.writes += 1;
  next();
});
app.get("/counted", (_request, response) => void response.json(counted));
app.use(
  prefix,
  new SCIMMYRouters({
    type: "bearer",
    handler(request: Request) {
      if (request.header("Authorization") !== `Bearer ${options.token}`) throw new Error("Authorization not detected!");
      return "rollcall";
    },
  }),
);
const server = app.listen(0, "127.0.0.1", () => {
  const { port } = server.address() as AddressInfo;
  process.stdout.write(`${JSON.stringify({ url: `http://127.0.0.1:${port}${prefix}` })}\n`);
});
