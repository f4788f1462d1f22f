import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { openJobContext } from '../../../test/support/database/test-job-context.js';
import { STATES } from '../../common/states.js';
import { jobs, type ReportResult } from './statuses.worker.js';
import type { StatusReport } from '../status-report.js';
import { expectedIntervalMs, type StatusRow } from './status-row.js';

const NOW_US = Date.UTC(2026, 0, 1) * 1_000;
const SECOND_US = 1_000_000;

describe('report', () => {
  let memory: Awaited<ReturnType<typeof openJobContext>>;
  beforeEach(async () => {
    memory = await openJobContext();
  });
  afterEach(() => {
    memory.close();
  });

  const report = (key: string, sent: StatusReport, nowUs = NOW_US): ReportResult =>
    jobs.report(memory.context, { reports: [{ key, report: sent }], nowUs, maxKeys: 3 })[0] as ReportResult;
  const find = (key: string): StatusRow | undefined => jobs.find(memory.context, { key });

  it('keeps the time since which the state is the same, and only the last message', () => {
    report('a', { state: 'ok', message: 'fine', atUs: 1 });
    report('a', { state: 'warn', atUs: 2 });
    report('a', { state: 'warn', message: 'still', atUs: 5 });
    expect(find('a')).toEqual({
      key: 'a',
      name: null,
      state: 'warn',
      message: 'still',
      atUs: 5,
      sinceUs: 2,
      expectEveryMs: null,
      inferredEveryMs: null,
      endedAtUs: null,
    });
  });

  it('keeps the last name', () => {
    report('a', { state: 'ok', name: 'Nightly backup' });
    report('a', { state: 'crit' });
    expect(find('a')).toMatchObject({ name: 'Nightly backup', state: 'crit' });
    report('a', { state: 'ok', name: 'Backup', atUs: 1 });
    expect(find('a')).toMatchObject({ name: 'Backup', state: 'crit' });
  });

  it('expects no report of an ended status, until the next report', () => {
    report('a', { state: 'crit', expectEveryMs: 60_000 }, NOW_US);
    report('a', { state: 'ok', ended: true }, NOW_US + SECOND_US);
    expect(find('a')).toMatchObject({ endedAtUs: NOW_US + SECOND_US });
    expect(expectedIntervalMs(find('a') as StatusRow)).toBeNull();
    report('a', { state: 'crit', atUs: NOW_US - SECOND_US }, NOW_US + 2 * SECOND_US);
    expect(find('a')).toMatchObject({ endedAtUs: NOW_US + SECOND_US, state: 'ok' });
    report('a', { state: 'crit' }, NOW_US + 3 * SECOND_US);
    expect(find('a')).toMatchObject({ endedAtUs: null });
    expect(expectedIntervalMs(find('a') as StatusRow)).toBe(60_000);
  });

  it('infers no interval from the reports before an end', () => {
    for (let at = 0; at < 20; at += 1) report('a', { state: 'crit' }, NOW_US + at * 60 * SECOND_US);
    expect(find('a')?.inferredEveryMs).toBe(180_000);
    report('a', { state: 'ok', ended: true }, NOW_US + 20 * 60 * SECOND_US);
    expect(find('a')?.inferredEveryMs).toBeNull();
    report('a', { state: 'crit' }, NOW_US + 80 * 60 * SECOND_US);
    expect(find('a')?.inferredEveryMs).toBeNull();
  });

  it('does not let a late report replace a newer one', () => {
    report('a', { state: 'ok', message: 'fine', atUs: 10 });
    expect(report('a', { state: 'crit', atUs: 9 })).toEqual({ atUs: 9, late: true });
    expect(find('a')).toMatchObject({ state: 'ok', message: 'fine', atUs: 10, sinceUs: 10 });
    expect(report('a', { state: 'crit', atUs: 10 })).toEqual({ atUs: 10, late: false });
    expect(find('a')).toMatchObject({ state: 'crit', message: null, atUs: 10, sinceUs: 9 });
  });

  it('keeps the latest report and the start of its state, in whatever order reports arrive', () => {
    const sent = fc.uniqueArray(fc.record({ atUs: fc.nat(50), state: fc.constantFrom(...STATES) }), {
      selector: ({ atUs }) => atUs,
      minLength: 1,
    });
    fc.assert(
      fc.property(sent, (reports) => {
        jobs.remove(memory.context, { key: 'a' });
        for (const each of reports) report('a', each);
        const inTime = reports.toSorted((a, b) => b.atUs - a.atUs);
        const last = inTime[0] as (typeof reports)[number];
        const other = inTime.findIndex(({ state }) => state !== last.state);
        const sinceUs = inTime.at(other < 0 ? -1 : other - 1)?.atUs;
        expect(find('a')).toMatchObject({ ...last, sinceUs });
      }),
    );
  });

  it('gives reports without a time one after the last report, unless that is far ahead', () => {
    expect(report('a', { state: 'ok' })).toEqual({ atUs: NOW_US, late: false });
    expect(report('a', { state: 'ok' }, NOW_US - SECOND_US)).toEqual({ atUs: NOW_US + 1, late: false });
    report('b', { state: 'ok', atUs: NOW_US + 61 * SECOND_US });
    expect(report('b', { state: 'crit' })).toEqual({ atUs: NOW_US, late: true });
    expect(find('b')?.state).toBe('ok');
  });

  it('keeps the last expected interval, also of a late report, until it is removed', () => {
    report('a', { state: 'ok', atUs: 5, expectEveryMs: 60_000 });
    report('a', { state: 'ok', atUs: 6 });
    expect(find('a')?.expectEveryMs).toBe(60_000);
    report('a', { state: 'ok', atUs: 1, expectEveryMs: 1_000 });
    expect(find('a')).toMatchObject({ atUs: 6, expectEveryMs: 1_000 });
    report('a', { state: 'ok', atUs: 7, expectEveryMs: 0 });
    expect(find('a')?.expectEveryMs).toBeNull();
  });

  it('infers an interval from regular reports, and removes it when the sender sets one', () => {
    for (let minute = 0; minute < 20; minute += 1) report('a', { state: 'ok' }, NOW_US + minute * 60 * SECOND_US);
    expect(find('a')).toMatchObject({ expectEveryMs: null, inferredEveryMs: 180_000 });
    report('a', { state: 'ok', atUs: NOW_US }, NOW_US + 20 * 60 * SECOND_US);
    expect(find('a')?.inferredEveryMs).toBe(180_000);
    report('a', { state: 'ok', expectEveryMs: 60_000 }, NOW_US + 21 * 60 * SECOND_US);
    expect(find('a')).toMatchObject({ expectEveryMs: 60_000, inferredEveryMs: null });
    report('a', { state: 'ok', expectEveryMs: 0 }, NOW_US + 22 * 60 * SECOND_US);
    expect(find('a')).toMatchObject({ expectEveryMs: null, inferredEveryMs: null });
  });

  it('continues an inferred interval that an earlier version stored', () => {
    report('a', { state: 'ok' });
    const history = { countedAt: NOW_US / 1_000, ages: new Array<number>(16).fill(60_000), learntMs: 200_000 };
    memory.context
      .prepare('UPDATE statuses SET cadence = ?, learnt_every_ms = 200000 WHERE key = ?')
      .run(JSON.stringify(history), 'a');
    // These ages alone would give 180 s.
    report('a', { state: 'ok' }, NOW_US + 65 * SECOND_US);
    expect(find('a')?.inferredEveryMs).toBe(200_000);
    const { cadence } = memory.context.prepare('SELECT cadence FROM statuses').get() as { cadence: string };
    expect(JSON.parse(cadence)).toMatchObject({ learntMs: 200_000 });
  });

  it('infers nothing from a few manual reports', () => {
    [0, 40, 300, 420, 1_900].forEach((second) => report('a', { state: 'ok' }, NOW_US + second * SECOND_US));
    expect(find('a')?.inferredEveryMs).toBeNull();
  });

  it('rejects new keys beyond MAX_SERIES with 429', () => {
    for (const key of ['a', 'b', 'c']) report(key, { state: 'ok' });
    expect(() => report('d', { state: 'ok' })).toThrow(
      expect.objectContaining({ status: 429, message: expect.stringMatching(/MAX_SERIES/) }),
    );
    report('a', { state: 'crit' });
    expect(jobs.remove(memory.context, { key: 'b' })).toBe(true);
    report('d', { state: 'ok' });
    const keys = (pattern: string): string[] => jobs.match(memory.context, { pattern }).map(({ key }) => key);
    expect(keys('*')).toEqual(['a', 'c', 'd']);
    expect([keys('c'), keys('x'), keys('*d')]).toEqual([['c'], [], ['d']]);
  });

  it('finds only the statuses that match a pattern', () => {
    for (const key of ['shop.a', 'shop.z', 'shopx']) report(key, { state: 'ok' });
    expect(jobs.match(memory.context, { pattern: 'shop.*' }).map(({ key }) => key)).toEqual(['shop.a', 'shop.z']);
  });
});
