import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** Many small directories behind one real server, each a SCIM service below a path of its own. */
export interface Directories {
  url: string;
  /** Requests by the directory's name. */
  requests: Map<string, number>;
  /** Answers nothing until the test lets go. */
  hold(): void;
  letGo(): void;
  /** Requests that are held. */
  held(): number;
  close(): void;
}

export interface DirectoryOptions {
  /** Pages, and so requests, of each. */
  pages?: number;
  /** Milliseconds every answer takes. */
  latency?: number;
}

/** RFC 7644 §3.4.2: users in pages of one, no groups. */
export async function openDirectories({ pages = 3, latency = 0 }: DirectoryOptions = {}): Promise<Directories> {
  const waiting = new Set<() => void>();
  let isHeld = false;
  const requests = new Map<string, number>();
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "", "http://directory.test");
    const name = url.pathname.split("/")[1] ?? "";
    const index = Number(url.searchParams.get("startIndex"));
    const answer = () => {
      requests.set(name, (requests.get(name) ?? 0) + 1);
      response.setHeader("content-type", "application/scim+json").end(page(name, { index, pages }));
    };
    response.once("close", () => waiting.delete(answer));
    if (isHeld) waiting.add(answer);
    else setTimeout(answer, latency);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    hold() {
      isHeld = true;
    },
    letGo() {
      isHeld = false;
      for (const go of [...waiting]) go();
      waiting.clear();
    },
    held: () => waiting.size,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

function page(name: string, { index, pages }: { index: number; pages: number }): string {
  const user = {
    id: `${name}-${index}`,
    userName: `${name}.${index}@acme.test`,
    active: true,
    name: { formatted: `User ${index}` },
  };
  return JSON.stringify({
    schemas: ["urn:ietf:params:scim:api:messages:2.0:ListResponse"],
    totalResults: pages,
    startIndex: index,
    itemsPerPage: 1,
    Resources: [user],
  });
}

/** A rollcall.yaml that audits so many of them for a roster of two. The secrets are in DIRECTORY_TOKEN and GL_TOKEN. */
export function directoriesYaml(directories: string, { many, tracker }: { many: number; tracker: string }): string {
  const one = (n: number) =>
    `  directory-${n}: { platform: scim, url: "${directories}/directory-${n}", auth: { token: "\${DIRECTORY_TOKEN}" }, groups: false }\n`;
  return `organization: Acme Support
fiscal_year_starts: february
people: { ops_manager: dana@acme.test, auditor: lee@acme.test }
roster: { file: directories-roster.yaml }
email_domains: [acme.test]
tracker: ${tracker}
systems:
${Array.from({ length: many }, (_, n) => one(n + 1)).join("")}`;
}

/** Its roster. */
export const directoriesRoster =
  "- { name: Dana Whitfield, email: dana@acme.test }\n- { name: Lee Okafor, email: lee@acme.test }\n";
