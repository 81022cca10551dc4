import type { HttpClient } from "../../http/client.ts";
import { gitlabClient } from "../../http/gitlab-client.ts";
import type { Secret } from "../../model/secret.ts";
import type { ConnectOptions } from "../platform.ts";

/** The client of a platform that lives on GitLab: its groups, and its projects. */
export function connectGitlab(
  settings: { url: URL | string; auth: { token: Secret } },
  options: ConnectOptions & { name: string },
): HttpClient {
  const { name, rate, clock, onFailure } = options;
  return gitlabClient({
    name,
    rate,
    url: settings.url,
    token: settings.auth.token.reveal(),
    ...(clock ? { clock } : {}),
    onFailure: ({ reason, retryIn }) => {
      if (retryIn !== null) onFailure?.(`${reason}; asking again in ${Math.ceil(retryIn / 1000)} s`);
    },
  });
}
