import { TestBed } from '@angular/core/testing';
import { expect, it } from '@jest/globals';
import { firstValueFrom } from 'rxjs';
import { ServerClock } from '../common/server-clock';
import { FakeFetch } from '../stream/testing/fake-fetch';
import { ModelBoard } from '../stream/testing/model-board';
import { SnapshotsApi } from './snapshots-api';

it("SnapshotsApi measures the difference between the server's clock and the page's clock", async () => {
  const fetch = new FakeFetch();
  const response = firstValueFrom(TestBed.inject(SnapshotsApi).data('b'));
  fetch.last.respond(200, JSON.stringify(new ModelBoard().snapshot(0)), {
    date: new Date(Date.now() + 7_200_000).toUTCString(),
  });
  await response;
  fetch.restore();
  expect(Math.round(TestBed.inject(ServerClock).aheadMs() / 60_000)).toBe(120);
});
