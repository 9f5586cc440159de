import { chromium } from "@playwright/test";
import { writeFileSync } from "node:fs";
const b = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--headless","--no-sandbox","--disable-gpu","--disable-quic"] });
for (const [path,name,js] of [["/results/workload/?f.place=rural&by=years","zh",true],["/en/results/workload/","en",true],["/en/results/transition/?by=place","en2",true],["/results/workload/","nojs",false]]) {
 const c = await b.newContext({javaScriptEnabled:js}); const p = await c.newPage(); await p.goto("http://localhost:4502"+path); await p.waitForTimeout(2500); const pdf = await p.pdf({preferCSSPageSize:true}); writeFileSync(`.cache/y/${name}.pdf`,pdf); console.log(name, (pdf.toString("latin1").match(/\/Type\s*\/Page\b/g)||[]).length); await c.close(); }
await b.close();
