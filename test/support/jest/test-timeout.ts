/** The time limit of a test (see `jest.config.mjs`), for tests that need a multiple of it. */
export const TEST_TIMEOUT_MS = 60_000;
