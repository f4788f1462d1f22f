import { Injectable } from '@nestjs/common';
import type { Position } from '../../wire/snapshot.js';
import { ChangeBus } from '../bus/change-bus.js';

/** How anything says "this changed": the change is known here, and stale answers are out, when the promise resolves. */
@Injectable()
export class NotificationQueue {
  constructor(private readonly bus: ChangeBus) {}

  announce(...topics: string[]): Promise<Position> {
    return this.bus.publish(topics);
  }
}
