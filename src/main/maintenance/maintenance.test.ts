/** Health, vacuum and figures over a real vault: real files, real threads, real SQLite. */
import { readFileSync, statSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { healthReportSchema, seriesSchema } from '../../shared/contracts/health.ts';
import { memoryInputSchema } from '../../shared/contracts/memories.ts';
import { createApplication } from '../composition.ts';
import { Scratch } from '../memory/testing/scratch.ts';
import { currentTrace, withTrace } from '../observability/trace.ts';
import { Maintenance } from './maintenance-services.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });
const scratch = new Scratch();
const application = createApplication({
  entry: new URL('../cli.ts', import.meta.url).href,
  knownVaultsFile: null,
  deviceName: 'test machine',
});
const { vaults, memories } = application;
let now = Date.now();
const maintenance = new Maintenance({ vaults, clock: { now: () => now }, byItself: false });
const CANARY = 'grandmothersecretcanary';
let me = '';
let ids: string[] = [];

async function write(n: number): Promise<string> {
  const { id } = await memories.capture.add({
    spaceId: me,
    input: memoryInputSchema.parse({
      at: `20${10 + (n % 15)}-05-01T12:00:00+02:00`,
      title: `${CANARY} title`,
      text: `${CANARY} text ${n} `.repeat(200),
      tags: [`${CANARY}tag`],
      people: [`${CANARY} person`],
      kind: n % 2 === 0 ? 'note' : 'letter',
    }),
  });
  return id;
}

beforeAll(async () => {
  const words = await vaults.create({
    directory: `${scratch.path}/vault`,
    name: 'Test',
    person: 'Ada',
    passphrase: 'a passphrase for tests',
    keychain: false,
  });
  await vaults.confirmRecovery(words.map((word, index) => ({ position: index + 1, word })));
  me = (await vaults.session().createSpace({ tier: 'personal', name: 'me' })).id;
  ids = await Promise.all(Array.from({ length: 120 }, (_, n) => write(n)));
});
afterAll(async () => {
  await application.close();
  scratch.remove();
});

const spaceOf = (report: Awaited<ReturnType<Maintenance['report']>>) =>
  report.databases.find(({ spaceId }) => spaceId === me) ?? expect.fail('no space');

describe('health', () => {
  it('says that a sound vault is healthy, with everything a page shows', async () => {
    const report = await maintenance.reportAfterSlice(null, 50);
    expect(healthReportSchema.parse(report)).toEqual(report);
    expect(report.status).toBe('healthy');
    expect(report.databases.map(({ name }) => name)).toEqual(['Test', 'me']);
    const space = spaceOf(report);
    expect(space.findings.filter(({ severity }) => severity !== 'note')).toEqual([]);
    expect(space.pool).toMatchObject({ min: 1, max: 7, timeouts: 0 });
    expect(space.use).toMatchObject({ incremental: true, pageBytes: 4096 });
    expect(space.pragmas.find(({ name }) => name === 'synchronous')).toMatchObject({
      effective: '2',
      asWanted: true,
    });
    expect(report.disk?.freeBytes).toBeGreaterThan(0);
    expect(report.counters).toContainEqual(expect.objectContaining({ group: 'work', name: 'units' }));
  });

  it('checks everything at a word, tells how far it is, and knows afterwards what is where', async () => {
    const told: number[] = [];
    const stop = maintenance.onProgress(({ done }) => told.push(done));
    const ended = await maintenance.check(null);
    stop();
    expect(ended).toMatchObject({ what: 'check', state: 'done', error: null });
    expect(ended.done).toBeGreaterThan(50);
    expect(told.length).toBeGreaterThan(1);
    const space = spaceOf(await maintenance.report());
    expect(space.integrity).toMatchObject({ rounds: expect.any(Number), wholeAt: expect.any(String) });
    expect(space.use?.parts.find(({ name }) => name === 'memory')?.bytes).toBeGreaterThan(100_000);
    expect(space.use?.parts.find(({ name }) => name === 'memory_by_id')).toMatchObject({
      type: 'index',
      table: 'memory',
    });
  });

  it('does one thing at a time, and stops at a word', async () => {
    const running = maintenance.check(null);
    expect(() => maintenance.check(null)).toThrow(/under way/);
    maintenance.cancel();
    expect((await running).state).toBe('cancelled');
    maintenance.cancel();
  });

  it('goes through the whole file in idle time, in small steps', async () => {
    const before = spaceOf(await maintenance.report()).integrity?.rounds ?? 0;
    for (let turn = 0; turn < 400; turn += 1) {
      await maintenance.turn();
      if ((spaceOf(await maintenance.report()).integrity?.rounds ?? 0) > before) return;
    }
    expect.fail('the round did not end');
  });

  it('builds a derived store anew that is out of step with the records, and says so', async () => {
    const space = await vaults.session().space(me);
    await space.database.unitOfWork.run(
      {
        spaceId: me,
        actorId: vaults.session().me.id,
        deviceId: vaults.session().device.id,
        correlationId: 'test',
        idempotencyKey: null,
        purpose: 'memory.edit',
        subjectId: null,
      },
      (uow) => uow.fts.retract({ id: ids[0] ?? '' }),
    );
    expect((await maintenance.check(me)).state).toBe('done');
    const { findings } = spaceOf(await maintenance.report());
    expect(findings.map(({ code }) => code)).toEqual(['repaired']);
    const { hits } = await memories.search.search({ spaceId: me, query: CANARY, limit: 200 });
    expect(hits).toHaveLength(ids.length);
    expect((await maintenance.report()).counters).toContainEqual(
      expect.objectContaining({ group: 'recovery', name: 'recoveries-rebuild', value: 1 }),
    );
  });

  it('notices a clock that went back and one that is behind', async () => {
    const right = now;
    await maintenance.turn();
    now -= 3 * 3_600_000;
    await maintenance.turn();
    const report = await maintenance.report();
    expect(report.databases[0]?.findings).toContainEqual(
      expect.objectContaining({ code: 'clock-went-back', params: { seconds: 10_800 } }),
    );
    expect(spaceOf(report).findings).toContainEqual(expect.objectContaining({ code: 'clock-behind' }));
    expect(report.status).toBe('attention');
    now = right;
  });

  it('counts what a space holds from the rollup', async () => {
    const overview = await maintenance.overview(me);
    expect(overview).toMatchObject({ memories: 120, firstMonth: '2010-05', lastMonth: '2024-05' });
    expect(overview.kinds).toEqual([
      { kind: 'letter', memories: 60 },
      { kind: 'note', memories: 60 },
    ]);
    expect(overview.authors).toMatchObject([{ name: 'Ada', memories: 120 }]);
    expect(overview.years).toHaveLength(15);
  });
});

describe('figures', () => {
  it('follow a call from its correlation id to the thread that answered it', async () => {
    const correlationId = '01890a5d-ac96-774b-bcce-b302099a8057';
    await withTrace({ correlationId, spanId: '00f067aa0ba902b7' }, async () => {
      expect(currentTrace()?.correlationId).toBe(correlationId);
      await memories.timeline.page({ spaceId: me, offset: 0, limit: 10 });
      ids.push(await write(120));
    });
    await maintenance.slowStatements();
    const spans = maintenance.figures
      .spans()
      .filter(({ traceId }) => traceId === correlationId.replaceAll('-', ''));
    const named = (name: string) => spans.find((span) => span.name === name) ?? expect.fail(name);
    expect(named('query episodic.page').parentId).toBe('00f067aa0ba902b7');
    expect(named('thread episodic.page').parentId).toBe(named('query episodic.page').spanId);
    expect(named('unit memory.add').parentId).toBe('00f067aa0ba902b7');
    expect(named('thread memory.add').parentId).toBe(named('unit memory.add').spanId);
    const { rows } = await memories.receipts.page({
      spaceId: me,
      beforeSeq: null,
      limit: 1,
      subjectId: null,
    });
    expect(rows[0]?.correlationId).toBe(correlationId);
  });

  it('are kept by minute, hour and day, without a receipt, and come back as series', async () => {
    const head = await vaults.session().database.head();
    now += 61_000;
    await maintenance.turn();
    expect(await vaults.session().database.head()).toEqual(head);
    for (const range of ['hour', 'day', 'month'] as const) {
      const series = seriesSchema.parse(await maintenance.series(range, null));
      const points = series.series.find(({ kind }) => kind === 'unit')?.points ?? [];
      expect(
        points.reduce((sum, { count }) => sum + count, 0),
        range,
      ).toBeGreaterThan(100);
      for (const { p50, p95, p99 } of points)
        expect([p50, p95, p99]).toEqual([p50, p95, p99].sort((a, b) => a - b));
      const ofSpace = await maintenance.series(range, me);
      expect(ofSpace.series.some(({ kind }) => kind === 'unit')).toBe(true);
    }
    const month = (await maintenance.report()).counters.find(({ name }) => name === 'units')?.month ?? 0;
    expect(month).toBeGreaterThan(100);
  });

  it('hold no content anywhere: spans, statements, OpenMetrics, what is kept', async () => {
    const text = await maintenance.openMetrics();
    expect(text).toMatch(/memoryos_operation_seconds_count\{kind="unit"\} [1-9]/);
    expect(text.endsWith('# EOF\n')).toBe(true);
    const { database } = vaults.session();
    const kept = await database.query('telemetry.series', {
      resolution: 60,
      fromS: 0,
      toS: 99_999_999_999,
      figure: 'operation',
    });
    const report = await maintenance.report();
    for (const told of [
      text,
      maintenance.figures.spans(),
      maintenance.figures.slowStatements(),
      kept,
      report,
    ]) {
      expect(JSON.stringify(told)).not.toContain(CANARY);
    }
    expect(kept.length).toBeGreaterThan(0);
  });

  it('count errors and refusals by their codes', async () => {
    maintenance.figures.told('ACCESS_DENIED');
    const { counters } = await maintenance.report();
    expect(counters).toContainEqual({
      group: 'security',
      name: 'security-access_denied'.replace('_', '-'),
      value: 1,
      month: 1,
    });
  });

  it('take thresholds that people set, with a receipt', async () => {
    const before = (await vaults.session().database.head()).seq;
    const alerts = await maintenance.setAlert({ key: 'unit-p95', threshold: 20, enabled: true });
    expect(alerts.find(({ key }) => key === 'unit-p95')).toMatchObject({ threshold: 20, standard: 60 });
    expect((await vaults.session().database.head()).seq).toBe(before + 1);
    expect(maintenance.alerts().find(({ key }) => key === 'unit-p95')?.threshold).toBe(20);
  });
});

describe('vacuum', () => {
  it('gives room back to the disk, notes it, and leaves no word of what was deleted', async () => {
    const { database } = await vaults.session().space(me);
    const { file } = database;
    for (const id of ids.splice(0, 100)) await memories.deletion.deleteNow({ spaceId: me, id, reason: null });
    await database.checkpoint();
    const before = statSync(file).size;
    const outcomes: { before: number; after: number }[] = [];
    const ended = await maintenance.vacuum(me, false, (outcome) => outcomes.push(outcome));
    expect(ended).toMatchObject({ what: 'vacuum', state: 'done', error: null });
    expect(outcomes[0]?.after).toBeLessThan(outcomes[0]?.before ?? 0);
    expect(statSync(file).size).toBeLessThan(before);
    expect((await maintenance.vacuum(me, true)).state).toBe('done');
    const use = spaceOf(await maintenance.report()).use;
    expect(use?.freePages).toBe(0);
    expect(use?.reclaimedBytes).toBeGreaterThan(0);
    expect(use?.reclaimed[0]?.how).toMatch(/incremental|full/);
    expect(readFileSync(file).includes(CANARY)).toBe(false);
    expect((await maintenance.check(me)).state).toBe('done');
    expect(spaceOf(await maintenance.report()).status).toBe('healthy');
  });
});
