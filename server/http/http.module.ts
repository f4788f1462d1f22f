import { Global, Module } from '@nestjs/common';
import { Settings } from '../config/settings.js';
import { BodyMemory } from './bodies/body-memory.js';
import { RequestBodies } from './bodies/request-bodies.js';

/** How request bodies are read, and the memory that they share. */
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
