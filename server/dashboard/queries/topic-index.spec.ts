import { describe, expect, it } from '@jest/globals';
import { TopicIndex } from './topic-index.js';

describe('TopicIndex', () => {
  it('finds listeners by name and by pattern, each once, and is empty after all are removed', () => {
    const index = new TopicIndex<string>();
    index.add('one', ['metric:a', 'metric:a*']);
    index.add('all', ['metric:*']);
    index.add('other', ['board:a']);
    expect([...index.find('metric:a')]).toEqual(['one', 'all']);
    expect([...index.find('metric:ab')]).toEqual(['one', 'all']);
    expect([...index.find('metric:b')]).toEqual(['all']);
    expect([...index.find('board:a')]).toEqual(['other']);
    index.remove('one', ['metric:a', 'metric:a*']);
    index.remove('all', ['metric:*']);
    index.remove('other', ['board:a']);
    expect([...index.find('metric:a'), ...index.find('board:a')]).toEqual([]);
    expect(index).toEqual(new TopicIndex());
  });
});
