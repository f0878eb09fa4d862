import { expect } from '@jest/globals';
import type { ApiAnswer } from '../support/api.js';

/** The answer is a problem as RFC 9457 has it. */
export function expectProblem(answer: ApiAnswer, status: number, name: string): void {
  expect([answer.status, answer.text]).toEqual([status, expect.any(String)]);
  expect(answer.headers['content-type']).toBe('application/problem+json');
  expect(answer.body).toMatchObject({
    type: `https://grant-registry.example/problems/${name}`,
    status,
    title: expect.any(String),
    detail: expect.any(String),
    instance: expect.stringMatching(/^urn:uuid:/),
  });
}
