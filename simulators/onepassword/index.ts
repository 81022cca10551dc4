import { join } from "node:path";
import type { Books } from "../kit/books.ts";
import type { Controlled } from "../kit/control.ts";
import type { Fault, Faults } from "../kit/faults.ts";
import { changeRows, showRows, type Tables } from "../kit/rows.ts";
import { type Reply, type Request, type Served, serve } from "../kit/server.ts";
import { defaultSwitches, type Group, type OnepasswordData, type Switches } from "./data.ts";
import { FakeProgram } from "./program.ts";
import { ScimBridge, scimPrefix } from "./scim.ts";
import { UsersApi } from "./users-api.ts";

export interface OnepasswordOptions {
  name: string;
  data: OnepasswordData;
  /** Folder the fake `op` is written to, as `op`. */
  folder: string;
  secrets: { service: string; client: string; secret: string; scim: string };
  switches?: Partial<Switches>;
  books: Books;
  faults: Faults;
  port?: number;
}

/** One simulated account: the program `op`, the Users API and a SCIM bridge, and what the control may change of them. */
export async function startOnepassword(options: OnepasswordOptions): Promise<Served & { controlled: Controlled }> {
  const account = new Account(options);
  const served = await serve({
    ...options,
    latency: () => account.switches.latency,
    answer: (request, fault) => account.answer(request, fault),
  });
  return { ...served, controlled: account };
}

class Account implements Controlled {
  readonly switches: Switches;
  readonly #options: OnepasswordOptions;
  readonly #program: FakeProgram;
  readonly #api: UsersApi;
  readonly #bridge: ScimBridge;
  readonly #groups: readonly Group[];

  constructor(options: OnepasswordOptions) {
    const { data, folder, secrets } = options;
    this.switches = { ...defaultSwitches, ...options.switches };
    this.#options = options;
    this.#groups = [...data.groups];
    this.#program = new FakeProgram(join(folder));
    this.#api = new UsersApi({ data, switches: this.switches, client: { id: secrets.client, secret: secrets.secret } });
    this.#bridge = new ScimBridge({ data, switches: this.switches, token: secrets.scim });
    const well = { ...this.switches };
    options.faults.onClear(() => {
      Object.assign(this.switches, well);
      data.groups.splice(0, Number.POSITIVE_INFINITY, ...this.#groups);
      this.#write();
    });
    this.#write();
  }

  /** `switches`; `group` = one more; both until all faults are mended. `forget` = the books of `op`. Rows stay as they are made. */
  change({ switches, group, forget, ...rows }: Record<string, unknown>): void {
    if (switches) Object.assign(this.switches, switches);
    if (group) this.#options.data.groups.push(group as Group);
    if (forget === true) this.#program.forget();
    changeRows(this.#tables(), rows);
    this.#write();
  }

  show(table: string): readonly object[] {
    return showRows(this.#tables(), table);
  }

  #tables(): Tables {
    const { users, groups } = this.#options.data;
    return { users, groups };
  }

  books(): Record<string, unknown> {
    return { runs: this.#program.books() };
  }

  answer(request: Request, fault: Fault | null): Reply {
    const isScim = request.address.pathname.startsWith(`${scimPrefix}/`);
    return isScim ? this.#bridge.answer(request, fault) : this.#api.answer(request, fault);
  }

  #write(): void {
    const { data, secrets } = this.#options;
    this.#program.write({ data, switches: this.switches, serviceToken: secrets.service });
  }
}
