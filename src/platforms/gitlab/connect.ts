import type { HttpClient } from "../../http/client.ts";
import { gitlabClient } from "../../http/gitlab-client.ts";
import type { Secret } from "../../model/secret.ts";
import { clientOptions } from "../client-options.ts";
import type { ConnectOptions } from "../platform.ts";

/** The client of a platform that lives on GitLab: its groups, and its projects. */
export function connectGitlab(
  settings: { url: URL | string; auth: { token: Secret } },
  options: ConnectOptions & { name: string },
): HttpClient {
  return gitlabClient({
    ...clientOptions(options),
    name: options.name,
    url: settings.url,
    token: settings.auth.token.reveal(),
  });
}
