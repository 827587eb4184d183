// lforms in headless Chromium: from the form's JSON to a painted form, and a click on an option to the next frame.
// Given {form, opens, clicks, browser}. Served from the loopback address, to this browser alone.
import { createServer } from "node:http";
import { existsSync, readFileSync } from "node:fs";
import { join, normalize } from "node:path";
import puppeteer from "puppeteer-core";

const { form, opens, clicks, browser: path } = JSON.parse(readFileSync(process.argv[2], "utf8"));
const root = "node_modules";
const page = `<!doctype html><meta charset="utf-8"><body><div id="here"></div>
<script src="/zone.js/bundles/zone.umd.min.js"></script>
<script src="/lforms/dist/lforms/webcomponent/lhc-forms.js"></script>
<script src="/lforms/dist/lforms/fhir/R4/lformsFHIR.min.js"></script>`;
const server = createServer((request, response) => {
  const file = join(root, normalize(new URL(request.url, "http://x").pathname));
  if (request.url === "/") {
    response.setHeader("content-type", "text/html");
    response.end(page);
  } else if (existsSync(file)) {
    if (file.endsWith(".js")) response.setHeader("content-type", "text/javascript");
    response.end(readFileSync(file));
  } else response.writeHead(404).end();
});
await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
const browser = await puppeteer.launch({ executablePath: path, args: ["--no-sandbox"], protocolTimeout: 300000 });
try {
  const open = [];
  let tab;
  for (let run = 0; run < opens; run++) {
    if (tab) await tab.close();
    tab = await browser.newPage();
    await tab.setViewport({ width: 1200, height: 900 });
    await tab.goto(`http://127.0.0.1:${server.address().port}/`, { waitUntil: "networkidle0" });
    open.push(
      await tab.evaluate(async (given) => {
        const painted = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
        const start = performance.now();
        await LForms.Util.addFormToPage(JSON.parse(given), "here", { prepopulate: false });
        const options = () => document.querySelectorAll("#here input[type=radio]").length;
        while (!options()) await painted();
        await painted();
        return performance.now() - start;
      }, JSON.stringify(form)),
    );
  }
  const answer = await tab.evaluate(async (clicks) => {
    const painted = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    const taken = [];
    const options = [...document.querySelectorAll("#here input[type=radio]")];
    for (let click = 0; click < clicks; click++) {
      const start = performance.now();
      options[(click * 7 * 11 + click) % Math.min(options.length, 200)].click();
      await painted();
      taken.push(performance.now() - start);
    }
    return taken;
  }, clicks);
  console.log(JSON.stringify({ open, answer }));
} finally {
  await browser.close();
  server.close();
}
