import { TestbedHarnessEnvironment } from '@angular/cdk/testing/testbed';
import { signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { Router } from '@angular/router';
import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Board, BoardFileError } from '../../wire/schemas/board';
import { App } from '../app/app';
import { appConfig } from '../app/app.config';
import type { BoardProblem } from '../stream/http/api-error';
import { LiveBoardList } from '../live/board-list/live-board-list';
import { NewVersion } from '../live/new-version/new-version';
import { samplePanel } from '../panels/testing/sample-frames';
import { BoardListPage } from './board-list-page';
import { LiveBoardStub } from '../live/testing/live-board-stub';
import { PageHarness } from '../board-page/testing/page-harness';

describe('BoardListPage', () => {
  const boards = signal<readonly Board[] | undefined>(undefined);
  const problem = signal<BoardProblem | undefined>(undefined);
  const fileErrors = signal<readonly BoardFileError[]>([]);
  const isAvailable = signal(false);
  let connection: LiveBoardStub;
  let refreshes: number;
  let page: PageHarness;

  beforeEach(async () => {
    boards.set(undefined);
    problem.set(undefined);
    fileErrors.set([]);
    isAvailable.set(false);
    refreshes = 0;
    connection = new LiveBoardStub();
    connection.become('polling');
    const version = { isAvailable, watch: () => undefined, reload: () => undefined };
    TestBed.configureTestingModule({
      providers: [...appConfig.providers, { provide: NewVersion, useValue: version }],
    });
    const list = { boards, problem, fileErrors, status: connection.status, refresh: () => (refreshes += 1) };
    TestBed.overrideComponent(BoardListPage, { set: { providers: [{ provide: LiveBoardList, useValue: list }] } });
    await TestBed.inject(Router).navigateByUrl('/boards');
    const fixture = TestBed.createComponent(App);
    document.body.append(fixture.nativeElement as Node);
    page = await TestbedHarnessEnvironment.harnessForFixture(fixture, PageHarness);
  });

  const board = (slug: string, panels: number, auto?: boolean): Board => ({
    slug,
    title: slug.toUpperCase(),
    version: 1,
    auto,
    panels: Array.from({ length: panels }, (_, index) => samplePanel({ id: `p${index}` })),
  });

  it('shows skeletons, then a card with the title and number of panels for each board', async () => {
    expect(await page.isLoading()).toBe(true);
    boards.set([board('shop', 12), board('one', 1), board('inbox', 0, true)]);
    expect(await page.isLoading()).toBe(false);
    expect(await page.links()).toEqual({ SHOP: '/boards/shop', ONE: '/boards/one', INBOX: '/boards/inbox' });
    const text = await page.text();
    for (const part of ['12 panels', '1 panel', 'no panels yet · metrics not on any board']) {
      expect(text).toContain(part);
    }
  });

  it('marks boards that come from files, and those whose file has errors', async () => {
    boards.set([
      { ...board('git', 1), readOnly: true, file: 'git.yaml' },
      { ...board('broken', 1), readOnly: true, file: 'broken.yaml', problem: 'broken.yaml, line 3: …' },
    ]);
    const text = await page.text();
    expect(text).toContain('read-only, from git.yaml');
    expect(text).toContain('last valid version, because broken.yaml has errors');
  });

  it('shows the errors of each file and what to do', async () => {
    boards.set([]);
    expect(await page.text()).not.toContain('have errors');
    const error = (file: string, message: string, line?: number): BoardFileError => ({
      file,
      message,
      path: 'panels[0].type',
      ...(line !== undefined && { line }),
    });
    fileErrors.set([error('a.yaml', 'again', 9), error('b.yaml', 'is empty'), error('a.yaml', 'must be a name', 3)]);
    const text = (await page.text()).replace(/\s+/g, ' ');
    expect(text).toMatch(/2 board files have errors.*Fix them in the files/);
    expect(text).toMatch(/a\.yaml ?line 3 ?panels\[0\]\.type must be a name ?line 9.*again ?b\.yaml.*is empty/);
  });

  it('shows when a new version is available', async () => {
    boards.set([]);
    expect(document.body.textContent).not.toContain('A new version is available');
    isAvailable.set(true);
    await page.text();
    expect(document.querySelector('bc-new-version-banner')?.textContent).toContain('A new version is available');
  });

  it('shows the connection badge only when offline', async () => {
    boards.set([]);
    expect(await page.connectionBadge()).toBeUndefined();
    connection.become('offline');
    expect(await page.connectionBadge()).toMatch(/^Offline/);
  });

  it('shows an error and a button to try again', async () => {
    problem.set({ status: 507, message: 'The disk is full.', detail: 'The disk is full.' });
    expect(await page.text()).toContain('The disk is full.');
    await page.press('Try again');
    expect(refreshes).toBe(1);
  });

  it('shows that the server does not answer', async () => {
    connection.become('offline');
    expect(await page.message()).toBe('The server does not answer');
  });
});
