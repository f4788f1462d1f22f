import { it } from '@jest/globals';

/**
 * A test of what the server does because it listens itself. If an application embeds it, that application answers unknown paths and
 * malformed HTTP, and decides where it listens.
 */
export const itOfOwnServer = (globalThis.testPlatform === undefined ? it : it.skip) as typeof it;
