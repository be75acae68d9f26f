/** How a page looks and whether everybody can use it: pictures, sizes, the rules of accessibility. */
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { type ElectronApplication, expect, type Page, type TestInfo } from '@playwright/test';

/** Animations have ended and fonts have come. */
async function still(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await document.fonts.ready;
    await Promise.all(
      document
        .getAnimations()
        .filter((animation) => animation.effect?.getComputedTiming().iterations !== Number.POSITIVE_INFINITY)
        .map((animation) => animation.finished.catch(() => null)),
    );
  });
}

/** Nothing that axe knows to be wrong. */
export async function expectUsable(page: Page, where: string): Promise<void> {
  await still(page);
  // Legacy mode works in the page itself; the other opens a second page, which Electron has none of.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
  const found = violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`,
  );
  expect.soft(found, where).toEqual([]);
}

export async function resize(app: ElectronApplication, width: number, height: number): Promise<void> {
  await app.evaluate(
    ({ BrowserWindow }, size) => BrowserWindow.getAllWindows()[0]?.setContentSize(size.width, size.height),
    { width, height },
  );
}

/** A picture among the test's results, to be looked at. */
export async function keepLook(page: Page, name: string, testInfo: TestInfo): Promise<void> {
  await still(page);
  await page.screenshot({
    path: join(testInfo.outputDir, `${name}.png`),
    animations: 'disabled',
    caret: 'hide',
  });
}
