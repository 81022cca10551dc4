/** As much of a JSON schema as an example needs. */
export interface ExampleSchema {
  $ref?: string;
  type?: string | string[];
  properties?: Record<string, ExampleSchema>;
  required?: string[];
  items?: ExampleSchema;
  enum?: unknown[];
  anyOf?: ExampleSchema[];
  examples?: unknown[];
  default?: unknown;
}

export interface ExampleCall {
  method: string;
  /** With its base, `{name}`s in it. */
  path: string;
  /** Names of what the query must have. */
  needs: readonly string[];
  body: ExampleSchema | null;
  takesKey: boolean;
  /** Whether an access token will do. */
  byToken: boolean;
  /** Named shapes. */
  shapes: Readonly<Record<string, ExampleSchema>>;
}

const examples: Readonly<Record<string, string>> = {
  system: "zendesk-global",
  period: "FY27-Q4",
  ref: "F12",
  audit: "zendesk-global/FY27-Q4",
};

/** A call as it is typed into a shell, for `$ROLLCALL` and `$TOKEN`, or `$SESSION` where it takes one. */
export function curlOf(call: ExampleCall): string {
  const { method, path, needs, body, takesKey, byToken, shapes } = call;
  const verb = method.toUpperCase();
  const query = needs.map((name) => `${name}=${encodeURIComponent(examples[name] ?? "…")}`).join("&");
  const address = path.replace(/\{(\w+)\}/g, (_, name: string) => examples[name] ?? `$${name.toUpperCase()}`);
  const session = verb === "GET" ? [`--cookie "$SESSION"`] : [`--cookie "$SESSION"`, `--header "Origin: $ROLLCALL"`];
  return [
    verb === "GET" ? "curl" : `curl --request ${verb}`,
    ...(byToken ? [`--header "Authorization: Bearer $TOKEN"`] : session),
    ...(takesKey ? [`--header "Idempotency-Key: $(uuidgen)"`] : []),
    ...(body ? [`--header "content-type: application/json" --data '${JSON.stringify(exampleOf(body, shapes))}'`] : []),
    `"$ROLLCALL${address}${query && `?${query}`}"`,
  ].join(" \\\n  ");
}

function exampleOf(schema: ExampleSchema, shapes: ExampleCall["shapes"]): unknown {
  const { $ref, type, properties = {}, items, enum: values, anyOf, examples: given } = schema;
  const named = $ref && shapes[$ref.split("/").at(-1) ?? ""];
  if (named) return exampleOf(named, shapes);
  if (given?.[0] !== undefined) return given[0];
  if (values) return values[0];
  if (anyOf?.[0]) return exampleOf(anyOf[0], shapes);
  const [kind] = [type ?? "string"].flat();
  if (kind === "array") return items ? [exampleOf(items, shapes)] : [];
  if (kind === "object") return Object.fromEntries(Object.entries(properties).map(([key, one]) => [key, exampleOf(one, shapes)]));
  if (kind === "integer" || kind === "number") return 30;
  return kind === "boolean" ? true : kind === "null" ? null : "…";
}
