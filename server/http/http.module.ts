import { Global, Module } from '@nestjs/common';
import { Settings } from '../config/settings.js';
import { BodyMemory } from './bodies/body-memory.js';
import { RequestBodies } from './bodies/request-bodies.js';

/** Reads request bodies and limits the memory that they use. */
@Global()
@Module({
  providers: [
    RequestBodies,
    {
      provide: BodyMemory,
      inject: [Settings],
      useFactory: ({ maxBodyMemoryBytes }: Settings) => new BodyMemory(maxBodyMemoryBytes),
    },
  ],
  exports: [BodyMemory],
})
export class HttpModule {}
