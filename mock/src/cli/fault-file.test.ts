import { expect, it } from 'vitest';
import { parseFaults } from './fault-file.ts';

it('a fault file holds one fault or a list, in YAML or JSON', () => {
  const fault = { kind: 'latency', delay: '1s' };
  expect(parseFaults('f.yaml', 'kind: latency\ndelay: 1s')).toEqual([fault]);
  expect(parseFaults('f.json', JSON.stringify([fault, fault]))).toEqual([fault, fault]);
});

it.each([
  ['- kind: reset\n- kind: rest', 'f.yaml:2: kind must be one of'],
  ['- kind: reset\n- kind: [', 'f.yaml:2: '],
  ['', 'f.yaml:1: kind must be one of'],
  ['*a', 'f.yaml:1: '],
])('%j is refused with file, line and reason', (text, message) => {
  expect(() => parseFaults('f.yaml', text)).toThrow(message);
});
