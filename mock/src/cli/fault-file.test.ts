import { expect, it } from 'vitest';
import { parseFaults } from './fault-file.ts';
import { parseScenario } from './scenario-file.ts';

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

it('a scenario file may contain faults; an invalid one is refused with its line', () => {
  const text = 'records: []\nfaults:\n  - { kind: reset, times: 1 }\n';
  expect(parseScenario('s.yaml', text).faults).toEqual([{ kind: 'reset', times: 1 }]);
  expect(() => parseScenario('s.yaml', `${text}  - { kind: rest }`)).toThrow(/^s\.yaml:4: .*did you mean reset\?/);
});
