// A real browser, driven by the test: one JSON command a line on stdin, one JSON answer a line on stdout.
import {execFileSync} from 'node:child_process';
import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {resolve} from 'node:path';
import {createInterface} from 'node:readline';
import puppeteer from 'puppeteer-core';

const PATIENCE = 20_000;
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

let browser;
const tabs = {};

const installed = () => {
  for (const name of ['chromium', 'google-chrome', 'chromium-browser']) {
    try {
      return execFileSync('which', [name], {encoding: 'utf8'}).trim();
    } catch {
      // the next one
    }
  }
  throw new Error('no browser: there is none for this processor in npm, and no chromium on the path');
};

// The package has the libraries and fonts that the browser needs beside it, and unpacks them where it believes to be at
// home. Its own list of fonts names other places; a browser that finds no font at all crashes.
const packed = async () => {
  const place = resolve('unpacked');
  mkdirSync(place, {recursive: true});
  writeFileSync(
    resolve(place, 'fonts.conf'),
    `<fontconfig><dir>${resolve(place, 'fonts')}</dir><cachedir>${resolve(place, 'fonts-cache')}</cachedir></fontconfig>`,
  );
  process.env.FONTCONFIG_PATH = place;
  process.env.TMPDIR = place;
  process.env.AWS_LAMBDA_JS_RUNTIME = 'nodejs20.x';
  return (await import('@sparticuz/chromium')).default.executablePath();
};

// Another one where the last one has crashed: its log says why.
const start = async () => {
  if (!browser?.connected) {
    browser = await puppeteer.launch({
      executablePath: process.platform === 'linux' && process.arch === 'x64' ? await packed() : installed(),
      headless: 'shell',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-dev-shm-usage',
        '--hide-scrollbars',
        '--lang=en',
        '--enable-logging',
        `--log-file=${resolve('chromium.log')}`,
      ],
    });
  }
  return browser;
};

// Until it is so; a page that is just going elsewhere cannot be asked. The page's own policy forbids what puppeteer's
// waiting for a function does.
const until = async (what, condition) => {
  const end = Date.now() + PATIENCE;
  let last;
  while (Date.now() < end) {
    try {
      last = await condition();
      if (last) {
        return last;
      }
    } catch (error) {
      last = error;
    }
    await new Promise((again) => setTimeout(again, 40));
  }
  throw new Error(`${what}: ${last instanceof Error ? last.message : 'not so'}`);
};

const shown = (page, selector, text) =>
  page.evaluate(
    (sel, wanted) =>
      [...document.querySelectorAll(sel)].some(
        (e) => e.checkVisibility() && `${e.value ?? ''}${e.textContent}`.includes(wanted),
      ),
    selector,
    text,
  );

// Runs in each page before its own scripts: its sockets can be cut off, while requests go on as ever.
const severable = () => {
  const sockets = new Set();
  let cut = false;
  window.WebSocket = class extends WebSocket {
    constructor(...parameters) {
      if (cut) {
        throw new DOMException('cut off');
      }
      super(...parameters);
      sockets.add(this);
    }
  };
  window.severSockets = (now) => {
    cut = now;
    // What is closed before it is open is an error to the console.
    sockets.forEach((socket) => (socket.readyState ? socket.close() : socket.addEventListener('open', () => socket.close())));
    sockets.clear();
  };
};

// Runs there as well: answers to what is asked of an address with this in it can be held back.
const holdable = () => {
  const ask = window.fetch;
  let part = null;
  let gate = null;
  let open = () => {};
  window.fetch = async (address, options) => {
    const held = part !== null && String(address).includes(part) ? gate : null;
    const answer = await ask(address, options);
    await held;
    return answer;
  };
  window.holdAnswers = (wanted) => {
    open();
    part = wanted;
    gate = new Promise((letGo) => (open = letGo));
  };
};

const commands = {
  // Somebody's browser, with cookies and a memory of its own; or another tab in that of a tab.
  open: async ({tab, beside, width, height}) => {
    const context = tabs[beside]?.context ?? (await (await start()).createBrowserContext());
    const page = await context.newPage();
    page.setDefaultTimeout(PATIENCE);
    await page.setViewport({width, height});
    await page.evaluateOnNewDocument(severable);
    await page.evaluateOnNewDocument(holdable);
    const problems = [];
    page.on('pageerror', (error) => problems.push(`${page.url()} ${error.stack}`));
    page.on('console', (message) => {
      if (['error', 'warn'].includes(message.type())) {
        problems.push(`${message.location().url ?? ''} ${message.text()}`);
      }
    });
    // What the page asks before it does something is meant.
    page.on('dialog', (dialog) => dialog.accept());
    tabs[tab] = {context, page, problems};
    return {browser: await browser.version()};
  },

  close: async ({tab}) => {
    await tabs[tab].page.close();
    const {context} = tabs[tab];
    delete tabs[tab];
    if (!Object.values(tabs).some((other) => other.context === context)) {
      await context.close();
    }
  },

  go: async ({tab, url}) => {
    await tabs[tab].page.goto(url, {waitUntil: 'load'});
  },

  reload: async ({tab}) => {
    await tabs[tab].page.reload({waitUntil: 'load'});
  },

  // Until nothing was on its way for a moment.
  settle: async ({tab}) => {
    await tabs[tab].page.waitForNetworkIdle({idleTime: 300});
  },

  click: async ({tab, target}) => {
    await tabs[tab].page.locator(target).click();
  },

  // Also of a list the entry with this value.
  fill: async ({tab, target, text}) => {
    await tabs[tab].page.locator(target).fill(text);
  },

  press: async ({tab, key}) => {
    await tabs[tab].page.keyboard.press(key);
  },

  type: async ({tab, text}) => {
    await tabs[tab].page.keyboard.type(text);
  },

  see: async ({tab, selector, text}) => {
    const {page} = tabs[tab];
    await until(`${selector} with "${text}" in ${page.url()}`, () => shown(page, selector, text)).catch(async (error) => {
      const told = await page.evaluate(() => document.querySelector('#toasts')?.innerText).catch(() => '');
      const seen = await page.evaluate(() => document.body.innerText).catch(() => '');
      throw new Error(`${error.message}; told: ${told}; seen: ${seen.slice(0, 2_000)}`);
    });
  },

  miss: async ({tab, selector, text}) => {
    const {page} = tabs[tab];
    await until(`no ${selector} with "${text}"`, async () => !(await shown(page, selector, text)));
  },

  address: async ({tab}) => ({url: tabs[tab].page.url()}),

  title: async ({tab}) => ({title: await tabs[tab].page.title()}),

  // What has the focus: its name for everybody, and its id.
  focus: async ({tab}) =>
    tabs[tab].page.evaluate(() => ({
      id: document.activeElement.id,
      name: document.activeElement.ariaLabel ?? document.activeElement.textContent.trim(),
    })),

  inSight: async ({tab, selector}) =>
    tabs[tab].page.evaluate((sel) => {
      const row = document.querySelector(sel).getBoundingClientRect();
      const log = document.querySelector('#log').getBoundingClientRect();
      return {inSight: row.top >= log.top && row.bottom <= log.bottom};
    }, selector),

  inWindow: async ({tab, selector}) =>
    tabs[tab].page.evaluate((sel) => {
      const {top, bottom} = document.querySelector(sel).getBoundingClientRect();
      return {inWindow: top >= 0 && bottom <= window.innerHeight};
    }, selector),

  // Answers all requests to a path with this status instead; without a path none any more. All requests go on being
  // held for a moment then: one that is just held when that ends could no longer be let through.
  refuse: async ({tab, path, status}) => {
    const {page, refusal} = tabs[tab];
    tabs[tab].refusal = {path, status, count: 0};
    if (refusal) {
      return;
    }
    page.on('request', (request) => {
      const refused = tabs[tab].refusal;
      if (new URL(request.url()).pathname === refused.path) {
        refused.count++;
        const body = '{"title":"Refused by the test"}';
        request.respond({status: refused.status, contentType: 'application/problem+json', body});
      } else {
        request.continue();
      }
    });
    await page.setRequestInterception(true);
  },

  refused: async ({tab}) => ({count: tabs[tab].refusal.count}),

  // Chooses files as the browser's own dialog does.
  files: async ({tab, selector, files}) => {
    await (await tabs[tab].page.$(selector)).uploadFile(...files);
  },

  // Closes the page's sockets, and lets it open others or not.
  sever: async ({tab, cut}) => tabs[tab].page.evaluate((now) => window.severSockets(now), cut),

  // Until this is called again without a part of an address.
  hold: async ({tab, part}) => tabs[tab].page.evaluate((wanted) => window.holdAnswers(wanted ?? null), part),

  cookies: async ({tab}) => ({items: await tabs[tab].context.cookies()}),

  // What the page's console had since the last question.
  problems: async ({tab}) => ({items: tabs[tab].problems.splice(0)}),

  // What axe-core finds against WCAG 2.2 A and AA; its script comes from outside the page, and so past its policy.
  axe: async ({tab}) => {
    const {page} = tabs[tab];
    await page.evaluate(AXE);
    return page.evaluate(async () => {
      const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
      const {violations} = await window.axe.run(document, {runOnly: tags});
      return {items: violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html.slice(0, 160)).join(' | ')}`)};
    });
  },

  width: async ({tab}) =>
    tabs[tab].page.evaluate(() => ({page: document.documentElement.scrollWidth, window: window.innerWidth})),

  shot: async ({tab, width, height, file}) => {
    const {page} = tabs[tab];
    await page.setViewport({width, height});
    await page.screenshot({path: file, fullPage: true});
  },
};

// What a page no longer wants when its answer comes, as a request of one that went elsewhere, is no reason to end.
process.on('unhandledRejection', (error) => console.error(error));

for await (const line of createInterface({input: process.stdin})) {
  const {id, command, ...parameters} = JSON.parse(line);
  commands[command](parameters).then(
    (result) => console.log(JSON.stringify({id, result: result ?? {}})),
    (error) => console.log(JSON.stringify({id, error: `${command} ${JSON.stringify(parameters)}: ${error?.stack ?? error}`})),
  );
}
await browser?.close();
process.exit(0);
