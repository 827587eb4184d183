// survey-core: builds the model of a form, and sets values one after the other. Given {form, values, builds}.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
const { Model } = createRequire(import.meta.url)("survey-core");

const { form, values, builds, opened } = JSON.parse(readFileSync(process.argv[2], "utf8"));
const open = [];
const draft = [];
let model;
for (let run = 0; run < builds; run++) {
  const start = performance.now();
  model = new Model(form);
  model.currentPage;
  open.push(performance.now() - start);
}
for (let run = 0; run < builds && opened; run++) {
  const start = performance.now();
  const other = new Model(form);
  other.data = opened;
  other.currentPage;
  draft.push(performance.now() - start);
}
const answer = [];
for (const [name, value] of values) {
  const start = performance.now();
  model.setValue(name, value);
  answer.push(performance.now() - start);
}
console.log(JSON.stringify({ open, draft, answer }));
