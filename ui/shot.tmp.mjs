import { chromium } from 'playwright-core';
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
const [map, out, dark, ...acts] = process.argv.slice(2);
const server = spawn('/work/main/target/debug/tiemap', ['serve', map, '--port', '0'], { env: { ...process.env, TIEMAP_UI: '/work/main/ui/dist' }, stdio: ['ignore','pipe','inherit'] });
let address; for await (const line of createInterface({ input: server.stdout })) { address = line.trim(); break; }
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: '--no-sandbox --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync'.split(' ') });
const page = await browser.newPage({ viewport: { width: 1600, height: 1000 }, colorScheme: dark === 'dark' ? 'dark' : 'light', reducedMotion: 'reduce' });
page.on('pageerror', (e) => console.log('ERR', e.message));
await page.goto(address);
await page.locator('[data-canvas][data-settled="true"]').waitFor();
await page.waitForTimeout(1500);
for (const act of acts) {
  const [what, ...rest] = act.split('='); const arg = rest.join('=');
  if (what === 'key') await page.keyboard.press(arg);
  else if (what === 'type') await page.keyboard.type(arg);
  else if (what === 'click') await page.locator(arg).first().click();
  else if (what === 'text') await page.getByText(arg, { exact: true }).first().click();
  else if (what === 'role') { const [r, n] = arg.split(':'); await page.getByRole(r, { name: n }).first().click(); }
  else if (what === 'wait') await page.waitForTimeout(Number(arg));
  else if (what === 'shot') await page.screenshot({ path: arg });
  else if (what === 'focus') await page.locator(arg).first().focus();
}
await page.waitForTimeout(500);
await page.screenshot({ path: out });
await browser.close(); server.kill();
