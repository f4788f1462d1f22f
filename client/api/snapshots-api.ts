import { Injectable, inject } from '@angular/core';
import { ServerClock } from '../common/server-clock';
import { NOW } from '../common/ticker';
import { SnapshotReader } from '../stream/http/snapshot-reader';
import { API_CLIENT } from './server';

/** Reads the data of boards, and measures the server's clock with each response. */
@Injectable({ providedIn: 'root' })
export class SnapshotsApi extends SnapshotReader {
  constructor() {
    const serverClock = inject(ServerClock);
    super(inject(API_CLIENT), {
      now: inject(NOW),
      update: (date, sentAt, receivedAt) => {
        serverClock.update(date, sentAt, receivedAt);
      },
    });
  }
}
