import { type Problem, quoted } from "../core/problem.ts";
import type { YamlEntry, YamlNode } from "../core/yaml.ts";

export interface EnvironmentOptions {
  env: Readonly<Record<string, string | undefined>>;
  file: string;
  problems: Problem[];
}

/**
 * A copy with every `${NAME}` in a text replaced by that variable; `$${` stands for `${` itself. A variable that is not set is a
 * problem that names it, the key and the line.
 */
export function withEnvironment(node: YamlNode, options: EnvironmentOptions, path = ""): YamlNode {
  switch (node.kind) {
    case "map": {
      const entries = [...node.entries].map(([key, { line, value }]): [string, YamlEntry] => [
        key,
        { line, value: withEnvironment(value, options, path === "" ? key : `${path}.${key}`) },
      ]);
      return { ...node, entries: new Map(entries) };
    }
    case "list":
      return { ...node, items: node.items.map((item, index) => withEnvironment(item, options, `${path}.${index}`)) };
    case "text": {
      if (!node.text.includes("${")) return node;
      const say = (message: string) =>
        options.problems.push({ file: options.file, line: node.line, message: `${path}: ${message}` });
      return { ...node, text: replaced(node.text, { env: options.env, say }), written: node.text };
    }
    default:
      return node;
  }
}

function replaced(text: string, to: { env: EnvironmentOptions["env"]; say(message: string): void }): string {
  return text.replace(/\$\$\{|\$\{([^}]*)(\}?)/g, (whole, name: string | undefined, close: string) => {
    if (name === undefined) return "${";
    if (close === "" || !/^[A-Za-z_]\w*$/.test(name)) {
      to.say(
        `expected a variable as \${NAME}, found ${quoted(`\${${close === "" ? "…" : name}${close}`)} ($\${ stands for \${ itself)`,
      );
      return whole;
    }
    const value = to.env[name];
    if (value === undefined) to.say(`the environment variable ${name} is not set`);
    return value ?? "";
  });
}
