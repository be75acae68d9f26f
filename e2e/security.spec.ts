/** What a page that was taken over could not do: the sandbox, the policy, the network, the wall to main. */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test } from './support/app.ts';
import { invokeRaw } from './support/bridge.ts';
import { readNetLog } from './support/net-log.ts';
import { PROJECT } from './support/start-app.ts';

test('every page runs in the operating system’s sandbox', async ({ start }) => {
  const { app } = await start();
  const pages = await app.evaluate(({ app: electron }) =>
    electron.getAppMetrics().flatMap(({ type, pid }) => (type === 'Tab' ? [pid] : [])),
  );
  expect(pages.length).toBeGreaterThan(0);
  for (const pid of pages) {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    expect(status).toMatch(/^Seccomp:\s+2$/m);
    expect(status).toMatch(/^NoNewPrivs:\s+1$/m);
    // Its own number in a namespace of its own comes last.
    expect(status).toMatch(/^NSpid:(\s+\d+){2,}$/m);
    expect(status).toMatch(/^CapEff:\s+0+$/m);
  }
});

test('the page has no Node, and a bridge it cannot change', async ({ start }) => {
  const { page, app } = await start();
  const seen = await page.evaluate(() => ({
    globals: ['require', 'process', 'module', 'Buffer', 'global', '__dirname', 'electron'].filter(
      (name) => name in globalThis,
    ),
    bridge: Object.keys(window.vault),
    frozen: Object.isFrozen(window.vault) && Object.isFrozen(window.vault.invoke),
    replaced: Reflect.set(window, 'vault', {}),
  }));
  expect(seen).toEqual({ globals: [], bridge: ['invoke', 'on'], frozen: true, replaced: false });
  const preferences = await app.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    // Electron keeps it for its own tests; it is not in the types.
    return (contents as unknown as { getLastWebPreferences(): object }).getLastWebPreferences();
  });
  expect(preferences).toMatchObject({
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    webviewTag: false,
  });
});

test('the policy refuses inline script, eval, frames, foreign pictures and requests', async ({ start }) => {
  const { page, problems } = await start();
  await page.evaluate(() => {
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => {
      document.body.dataset.refused = `${document.body.dataset.refused ?? ''} ${effectiveDirective}`;
    });
    const append = (name: string, set: (element: HTMLElement) => void): void => {
      const element = document.createElement(name);
      set(element);
      document.body.append(element);
    };
    append('script', (script) => {
      script.textContent = 'window.broken = true';
    });
    append('script', (script) => script.setAttribute('src', 'data:text/javascript,window.broken=true'));
    append('style', (style) => {
      style.textContent = 'body { color: red }';
    });
    append('img', (image) => image.setAttribute('src', 'https://example.com/a.png'));
    append('img', (image) => image.setAttribute('src', 'data:image/gif;base64,R0lGODlhAQABAAAAACw='));
    append('iframe', (frame) => frame.setAttribute('src', 'https://example.com/'));
    append('object', (object) => object.setAttribute('data', 'https://example.com/'));
    append('base', (base) => base.setAttribute('href', 'https://example.com/'));
    void fetch('https://example.com/').catch(() => null);
    // Out of the developer protocol's own evaluation, to which the policy does not apply.
    setTimeout(() => {
      try {
        // biome-ignore lint/security/noGlobalEval: it has to be refused
        globalThis.eval('window.broken = true');
      } catch (error) {
        document.body.dataset.eval = String(error);
      }
    });
  });
  for (const directive of [
    'base-uri',
    'connect-src',
    'frame-src',
    'img-src',
    'object-src',
    'script-src-elem',
    'style-src-elem',
  ]) {
    await expect(page.locator('body')).toHaveAttribute('data-refused', new RegExp(` ${directive}( |$)`));
  }
  await expect(page.locator('body')).toHaveAttribute('data-eval', /^EvalError/);
  expect(await page.evaluate(() => 'broken' in window)).toBe(false);
  problems.length = 0;
});

test('no other page, window or download is opened', async ({ start }) => {
  const { app, page, problems } = await start();
  const address = page.url();
  const opened = await page.evaluate(() => {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob(['words']));
    link.download = 'words.txt';
    link.click();
    const window2 = window.open('app://vault/index.html');
    const form = document.createElement('form');
    form.action = 'https://example.com/';
    document.body.append(form);
    form.submit();
    return window2 === null;
  });
  expect(opened).toBe(true);
  for (const target of [
    'https://example.com/',
    'file:///etc/passwd',
    'app://vault/elsewhere.html',
    'about:blank',
  ]) {
    await page.evaluate((to) => {
      location.href = to;
    }, target);
  }
  expect(page.url()).toBe(address);
  const windows = await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);
  expect(windows).toBe(1);
  problems.length = 0;
});

test('app:// serves the page’s own files and nothing above them', async ({ start }) => {
  const { page, problems } = await start();
  const status = (path: string): Promise<number | string> =>
    page.evaluate(
      (to) =>
        fetch(to).then(
          (answer) => answer.status,
          () => 'refused',
        ),
      path,
    );
  expect(await status('/index.html')).toBe(200);
  const outside = [
    '/../../package.json',
    '/%2e%2e/%2e%2e/package.json',
    '/..%2f..%2fpackage.json',
    '/assets/..%5c..%5c..%5cpackage.json',
    '//etc/passwd',
    '/assets/',
    '/',
    '/index.html%00.js',
    `/attachment/${'0'.repeat(36)}/${'0'.repeat(64)}`,
    '/attachment/../index.html/x',
  ];
  for (const path of outside) expect.soft(await status(path), path).not.toBe(200);
  expect(await status('app://elsewhere/index.html')).toBe('refused');
  problems.length = 0;
});

test('every permission is refused', async ({ start }) => {
  const { page } = await start();
  const answers = await page.evaluate(async () => {
    const refused = (wish: Promise<unknown>): Promise<string> =>
      wish.then(
        () => 'granted',
        () => 'refused',
      );
    return {
      camera: await refused(navigator.mediaDevices.getUserMedia({ video: true })),
      screen: await refused(navigator.mediaDevices.getDisplayMedia()),
      clipboard: await refused(navigator.clipboard.readText()),
      place: await refused(
        new Promise((found, failed) => {
          navigator.geolocation.getCurrentPosition(found, failed);
        }),
      ),
      notifications: await Notification.requestPermission(),
    };
  });
  expect(answers).toEqual({
    camera: 'refused',
    screen: 'refused',
    clipboard: 'refused',
    place: 'refused',
    notifications: 'denied',
  });
});

test('nothing leaves the machine, though the page tries', async ({ start, folder }) => {
  const visitors: string[] = [];
  const server = createServer((request, response) => {
    visitors.push(request.url ?? '');
    response.end();
  });
  await new Promise<void>((ready) => {
    server.listen(0, '127.0.0.1', ready);
  });
  const { port } = server.address() as AddressInfo;
  const log = join(folder, 'net-log.json');
  const started = await start({ args: [`--log-net-log=${log}`] });
  await tryToLeave(started.page, `127.0.0.1:${port}`);
  started.problems.length = 0;
  await started.quit();
  await new Promise((closed) => {
    server.close(closed);
  });
  const { events, reached } = readNetLog(log);
  expect(events).toBeGreaterThan(20);
  expect(reached).toEqual([]);
  expect(visitors).toEqual([]);
});

/** Every way out of a page that a browser knows. Resolves when each has been tried and has failed. */
async function tryToLeave(page: Page, host: string): Promise<void> {
  await page.evaluate(async (target) => {
    const failed = (way: EventTarget): Promise<unknown> =>
      new Promise((done) => way.addEventListener('error', done, { once: true }));
    const image = new Image();
    const ways = [
      failed(image),
      failed(new WebSocket(`ws://${target}/socket`)),
      failed(new EventSource(`http://${target}/events`)),
      fetch(`http://${target}/fetch`).catch(() => null),
    ];
    image.src = `http://${target}/image`;
    for (const [rel, href] of [
      ['prefetch', `http://${target}/prefetch`],
      ['dns-prefetch', 'http://names.example.com/'],
      ['preconnect', `http://${target}/`],
    ] as const) {
      document.head.append(Object.assign(document.createElement('link'), { rel, href }));
    }
    navigator.sendBeacon(`http://${target}/beacon`, 'words');
    const peer = new RTCPeerConnection({ iceServers: [{ urls: `stun:${target}` }] });
    peer.createDataChannel('words');
    const gathered = new Promise<void>((done) => {
      peer.addEventListener('icegatheringstatechange', () => {
        if (peer.iceGatheringState === 'complete') done();
      });
    });
    await peer.setLocalDescription();
    await Promise.all([...ways, gathered]);
    peer.close();
  }, host);
}

test('main answers its own page alone', async ({ start }) => {
  const { app, page, problems } = await start();
  // Another window with our preload and our session, which no part of the app opens.
  const foreign = await app.evaluate(
    async ({ BrowserWindow }, preload) => {
      const session = BrowserWindow.getAllWindows()[0]?.webContents.session;
      if (session === undefined) throw new Error('There is no window.');
      const other = new BrowserWindow({
        show: false,
        webPreferences: { preload, sandbox: true, session },
      });
      await other.loadURL('app://vault/index.html');
      const answer: unknown = await other.webContents.executeJavaScript(
        "window.vault.invoke('session.state', {})",
      );
      other.destroy();
      return answer;
    },
    join(PROJECT, 'out/preload/index.cjs'),
  );
  expect(foreign).toMatchObject({ ok: false, error: { code: 'SENDER_REFUSED' } });

  await page.evaluate(() => {
    document.body.append(document.createElement('iframe'));
  });
  const fromFrame = await app.evaluate(async ({ BrowserWindow, ipcMain }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    const frame = contents?.mainFrame.frames[0];
    if (contents === undefined || frame === undefined) throw new Error('There is no frame.');
    const bridge: unknown = await frame.executeJavaScript('typeof window.vault');
    // No bridge in there, so the message is put on the wire by hand.
    const handlers = (ipcMain as unknown as { _invokeHandlers: Map<string, (...args: unknown[]) => unknown> })
      ._invokeHandlers;
    const answer = await handlers.get('vault:invoke')?.(
      { sender: contents, senderFrame: frame },
      'session.state',
      {},
    );
    return { bridge, answer };
  });
  expect(fromFrame.bridge).toBe('undefined');
  expect(fromFrame.answer).toMatchObject({ ok: false, error: { code: 'SENDER_REFUSED' } });

  expect(await invokeRaw(page, 'session.state', {})).toMatchObject({ ok: true });
  problems.length = 0;
});
