import { describe, expect, it } from '@jest/globals';
import { boardProblemText, isFileProblem } from './board-problem-text';

describe('boardProblemText', () => {
  const errors = [{ line: 3, path: 'title', message: 'must be text' }];

  it.each([
    [
      { status: 404, message: 'A detail of the server.', detail: 'A detail of the server.', errors },
      true,
      'This board’s file is not valid',
    ],
    [
      { status: 404, message: 'The file cabinet is not here.', detail: 'The file cabinet is not here.' },
      false,
      'Board not found',
    ],
    [
      { status: 400, message: 'Not a range.', detail: 'Not a range.', errors },
      false,
      'The server rejected the request',
    ],
    [{ status: 200, message: 'The response is not from a Boardcast server.' }, false, 'Unexpected response'],
  ])('maps %j to %s: %s', (problem, ofFile, title) => {
    expect([isFileProblem(problem), boardProblemText('/boards/shop', problem).title]).toEqual([ofFile, title]);
  });
});
