import { jest } from '@jest/globals';

// Each statement is a trip to another process, which a busy machine makes long.
jest.setTimeout(60_000);
