// Runs axe-core over pages in headless Chromium, light and dark. A line a page: pass or FAIL, a tab, the file, a tab,
// what is wrong.   node axe.mjs MODULES CHROMIUM page.html…   (MODULES: a node_modules with axe-core and puppeteer-core)
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { resolve } from "node:path";

const [modules, chromium, ...pages] = process.argv.slice(2);
const require = createRequire(pathToFileURL(resolve(modules, "x.js")));
const puppeteer = require("puppeteer-core");
const axe = require.resolve("axe-core/axe.min.js");
const browser = await puppeteer.launch({ executablePath: chromium, args: ["--no-sandbox", "--disable-gpu"] });
let all = true;
for (const file of pages) {
  const faults = [];
  for (const scheme of ["light", "dark"]) {
    const page = await browser.newPage();
    await page.setViewport({ width: 390, height: 844 });
    await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
    await page.goto(pathToFileURL(resolve(file)).href);
    await page.addScriptTag({ path: axe });
    const result = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
    for (const violation of result.violations) {
      faults.push(`${scheme}: ${violation.id}: ${violation.nodes.map((node) => node.html.slice(0, 120)).slice(0, 3).join(" | ")}`);
    }
    await page.close();
  }
  all &&= faults.length === 0;
  console.log(`${faults.length ? "FAIL" : "pass"}\t${file}\t${faults.join(" / ").replace(/\s+/g, " ")}`);
}
await browser.close();
process.exit(all ? 0 : 1);
