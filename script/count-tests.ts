// Prints "<passed> <failed>" of a Vitest JSON report. A skipped test is named with its reason; under CI it counts as failed.
import { readFileSync } from "node:fs";

interface Report {
  testResults: {
    name: string;
    status: string;
    message?: string;
    assertionResults: { fullName: string; status: string; meta?: { reason?: string } }[];
  }[];
}

const [path, exit] = process.argv.slice(2);
const counts = { passed: 0, failed: 0 };

function countReport(report: Report): void {
  for (const file of report.testResults) {
    // Without tests, a failed file never got as far as declaring them.
    if (file.assertionResults.length === 0 && file.status === "failed") counts.failed += 1;
    for (const { fullName, status, meta } of file.assertionResults) {
      if (status === "passed") counts.passed += 1;
      else if (status === "failed") counts.failed += 1;
      else {
        process.stderr.write(`skipped: ${fullName}: ${meta?.reason ?? "no reason given"}\n`);
        if (process.env.CI) counts.failed += 1;
      }
    }
  }
}

try {
  countReport(JSON.parse(readFileSync(String(path), "utf8")) as Report);
} catch (error) {
  process.stderr.write(`no readable test report: ${String(error)}\n`);
  counts.failed += 1;
}
// Vitest also fails for errors outside any test.
if (exit !== "0" && counts.failed === 0) counts.failed += 1;
process.stdout.write(`${counts.passed} ${counts.failed}\n`);
