// Runs Ace by DAISY over books in one browser. A line a book: pass or FAIL, a tab, the file, a tab, what is wrong.
//   node ace.mjs MODULES CHROMIUM book.epub…   (MODULES: a node_modules with @daisy/ace-cli)
import { createRequire } from "node:module";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [modules, chromium, ...books] = process.argv.slice(2);
process.env.PUPPETEER_EXECUTABLE_PATH = chromium;
const require = createRequire(pathToFileURL(resolve(modules, "x.js")));
const ace = require("@daisy/ace-core");
const runner = require("@daisy/ace-axe-runner-puppeteer");
const browser = { ...runner, launch: async () => {}, close: async () => {} };
await runner.launch();
let all = true;
for (const book of books) {
  const folder = mkdtempSync(join(tmpdir(), "ace-"));
  let faults;
  try {
    const options = { cwd: process.cwd(), outdir: join(folder, "report"), tmpdir: join(folder, "work"), silent: true };
    const [, report] = await ace(book, options, browser);
    faults = report.assertions.flatMap((document) => document.assertions).map(fault);
    if (faults.length === 0 && report["earl:result"]["earl:outcome"] !== "pass") {
      faults.push("it fails");
    }
  } catch (error) {
    faults = [`cannot be judged: ${error?.message ?? error}`];
  }
  rmSync(folder, { recursive: true, force: true });
  all &&= faults.length === 0;
  console.log(`${faults.length ? "FAIL" : "pass"}\t${book}\t${[...new Set(faults)].join(" / ").replace(/\s+/g, " ")}`);
}
await runner.close();
process.exit(all ? 0 : 1);

function fault(assertion) {
  const test = assertion["earl:test"];
  return `${test["earl:impact"]}: ${test["dct:title"]}: ${String(assertion["earl:result"]["html"] ?? "").slice(0, 120)}`;
}
