import { TestbedHarnessEnvironment } from '@angular/cdk/testing/testbed';
import { signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { Router } from '@angular/router';
import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Board } from '../../wire/board';
import { App } from '../app/app';
import { appConfig } from '../app/app.config';
import type { BoardProblem } from '../live/board-view';
import { LiveBoardList } from '../live/live-board-list';
import { samplePanel } from '../panels/testing/samples';
import { ListPage } from './list-page';
import { LiveBoardStub } from './testing/live-board-stub';
import { PageHarness } from './testing/page-harness';

describe('the list of boards', () => {
  const boards = signal<readonly Board[] | undefined>(undefined);
  const problem = signal<BoardProblem | undefined>(undefined);
  let link: LiveBoardStub;
  let asked: number;
  let page: PageHarness;

  beforeEach(async () => {
    boards.set(undefined);
    problem.set(undefined);
    asked = 0;
    link = new LiveBoardStub();
    link.become('polling');
    TestBed.configureTestingModule({ providers: [...appConfig.providers] });
    const list = { boards, problem, status: link.status, refresh: () => (asked += 1) };
    TestBed.overrideComponent(ListPage, { set: { providers: [{ provide: LiveBoardList, useValue: list }] } });
    await TestBed.inject(Router).navigateByUrl('/boards');
    page = await TestbedHarnessEnvironment.harnessForFixture(TestBed.createComponent(App), PageHarness);
  });

  const board = (slug: string, panels: number, auto?: boolean): Board => ({
    slug,
    title: slug.toUpperCase(),
    version: 1,
    auto,
    panels: Array.from({ length: panels }, (_, index) => samplePanel({ id: `p${index}` })),
  });

  it('shows outlines, then a card with title and size for each board, the inbox too', async () => {
    expect(await page.isLoading()).toBe(true);
    boards.set([board('shop', 12), board('one', 1), board('inbox', 0, true)]);
    expect(await page.isLoading()).toBe(false);
    expect(await page.links()).toEqual({ SHOP: '/boards/shop', ONE: '/boards/one', INBOX: '/boards/inbox' });
    const text = await page.text();
    for (const words of ['12 panels', '1 panel', 'no panels yet · everything that is on no board']) {
      expect(text).toContain(words);
    }
  });

  it('has no pill to alarm anyone while it works', async () => {
    boards.set([]);
    expect(await page.pill()).toBeUndefined();
    link.become('offline');
    expect(await page.pill()).toMatch(/^Offline/);
  });

  it('says an error in words, and asks again', async () => {
    problem.set({ status: 507, detail: 'The disk is full.' });
    expect(await page.text()).toContain('The disk is full.');
    await page.press('Try again');
    expect(asked).toBe(1);
  });

  it('says that the server does not answer', async () => {
    link.become('offline');
    expect(await page.message()).toBe('The server does not answer');
  });
});
