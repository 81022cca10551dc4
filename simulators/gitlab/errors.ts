/** An answer other than success, as GitLab words it: the body is `message` (text or object) or `error` (grape, OAuth). */
export class ApiError extends Error {
  readonly status: number;
  readonly body: unknown;
  readonly headers: Record<string, string>;

  constructor(status: number, body: unknown, headers: Record<string, string> = {}) {
    super(typeof body === "string" ? body : JSON.stringify(body));
    this.status = status;
    this.body = body;
    this.headers = headers;
  }
}

export function unauthorized(): ApiError {
  return new ApiError(401, { message: "401 Unauthorized" });
}

export function forbidden(): ApiError {
  return new ApiError(403, { message: "403 Forbidden" });
}

/** `notFound("Project")` says "404 Project Not Found"; without a name it is the row that a finder did not find. */
export function notFound(what?: string): ApiError {
  return new ApiError(404, { message: what === undefined ? "404 Not found" : `404 ${what} Not Found` });
}

/** What grape says of a parameter before the endpoint runs: `{"error":"title is missing"}`. */
export function badParameter(error: string): ApiError {
  return new ApiError(400, { error });
}

export function badRequest(reason: string): ApiError {
  return new ApiError(400, { message: `400 Bad request - ${reason}` });
}

/** A model that did not validate: `{"message":{"title":["can't be blank"]}}`. */
export function invalid(errors: Record<string, string[]>): ApiError {
  return new ApiError(400, { message: errors });
}
