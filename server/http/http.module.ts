import { Global, Module } from '@nestjs/common';
import { Settings } from '../config/settings.js';
import { BodyMemoryBudget } from './bodies/body-memory-budget.js';
import { RequestBodies } from './bodies/request-bodies.js';

/** Reads request bodies and limits the memory that they use. */
@Global()
@Module({
  providers: [
    RequestBodies,
    {
      provide: BodyMemoryBudget,
      inject: [Settings],
      useFactory: ({ maxBodyMemoryBytes }: Settings) => new BodyMemoryBudget(maxBodyMemoryBytes),
    },
  ],
  exports: [BodyMemoryBudget],
})
export class HttpModule {}
