// Writes docs/reference/configuration.md from the configuration's schema: `npm run reference` after a key has changed.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { configurationReference } from "../src/config/reference.ts";

writeFileSync(join(import.meta.dirname, "../docs/reference/configuration.md"), configurationReference());
