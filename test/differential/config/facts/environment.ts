// `environment=` (CFG-ENV).

import { type ConfigFact, program } from './fact.js'

/** These are also given to whole daemons (DIFF-19). */
export const ENVIRONMENT_TEXTS = [
  'A="x,y",B=\'q"r\'',
  'A=foo bar',
  'A=foo bar baz',
  'A=1;B=2',
  'A=1,',
  'A=1,,B=2',
  'A=',
  'A=""',
  'A=a#b,B=2',
  'A=a=b',
  'A="a\\"b"',
]

export const ENVIRONMENT: readonly ConfigFact[] = [
  ...[
    ...ENVIRONMENT_TEXTS,
    'A=a@b',
    'A=$x',
    'A=~/x',
    'A="x"y',
    "A='it'\"'\"'s'",
    'A=a\\ b',
    'A="a\\nb"',
    'A="x\n   y"',
    'A=1\n  ,B=2',
    'A=ü',
    'A=中',
    'A=x(y):z/+-.',
    'A="x\\',
    '"A"="1"',
    'A"="1',
  ].map((text) => ({
    title: `environment=${JSON.stringify(text)} (CFG-ENV)`,
    text: program(`environment=${text}`),
  })),
]
