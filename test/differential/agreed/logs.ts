// What is agreed on about logs, calls and events.

import type { Agreed } from './agreed.js'

const REPLACED = '\ufffd'
export const AGREED_OF_LOGS: readonly Agreed[] = [
  {
    scenario: 'DIFF-36',
    what: 'log of over',
    reference: 'text\n',
    ours: '',
    because: 'EDGE-39',
  },
  {
    scenario: 'DIFF-38',
    what: 'cut at the end',
    reference: { status: 500 },
    ours: { value: `ab${REPLACED}` },
    because: 'EDGE-27',
  },
  {
    scenario: 'DIFF-38',
    what: 'cut at the beginning',
    reference: { status: 500 },
    ours: { value: `${REPLACED}cd` },
    because: 'EDGE-27',
  },
  {
    scenario: 'DIFF-38',
    what: 'tail cut at the beginning',
    reference: { status: 500 },
    ours: { value: [`${REPLACED}cd`, 6, true] },
    because: 'EDGE-27',
  },
  {
    scenario: 'DIFF-38',
    what: 'colour',
    reference: { status: 200, body: 'is not well-formed' },
    ours: { value: `${REPLACED}[31mred${REPLACED}[0m` },
    because: 'EDGE-42',
  },
  {
    scenario: 'DIFF-38',
    what: 'zero',
    reference: { status: 200, body: 'is not well-formed' },
    ours: { value: [`a${REPLACED}b`, 3, false] },
    because: 'EDGE-42',
  },
  {
    scenario: 'DIFF-44',
    what: 'the other pool is left out',
    reference: false,
    ours: true,
    because: 'EDGE-01',
  },
  {
    scenario: 'DIFF-39',
    what: 'a string',
    reference: { status: 500 },
    ours: { fault: 2, text: 'INCORRECT_PARAMETERS' },
    because: "design 10: a client's mistake is a fault, never a 500 (RPC-74)",
  },
]
