// Calls that cannot be carried out, and what each is answered with.

/** Bodies that are no call: 400 and one ERRO line (RPC-03). */
export const MALFORMED: readonly (readonly [what: string, body: string | Buffer])[] = [
  ['nothing', ''],
  ['plain text', 'hello'],
  ['NULs', Buffer.alloc(100)],
  ['bytes that are not UTF-8', Buffer.from('fffe'.repeat(50), 'hex')],
  ['an element that is not closed', '<methodCall><methodName>supervisor.getPID'],
  ['two roots', '<methodCall/><methodCall/>'],
  ['another element', '<html/>'],
  ['a call without a name', '<methodCall><params/></methodCall>'],
  ['a reference that a DOCTYPE declares', entities('<!ENTITY m "supervisor.getPID">', '&m;')],
  [
    'references that grow',
    entities('<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">', '&c;'),
  ],
  ['a file of the system', entities('<!ENTITY f SYSTEM "file:///etc/passwd">', '&f;')],
  // The time of the parser would grow with the square of the length.
  ['a tag of three megabytes', `<methodCall${' '.repeat(3_000_000)}></methodCall>`],
  ['attributes of three megabytes', `<methodCall${' a="b"'.repeat(500_000)}></methodCall>`],
  ['tags within tags', '<a '.repeat(500_000)],
  ['elements too deep', '<a>'.repeat(100_000)],
  ['values too deep', call('supervisor.getPID', 'v'.repeat(5_000).replaceAll('v', '<value><array><data>'))],
  ['a number that is none', call('supervisor.readLog', param('<int>abc</int>') + param('<int>1</int>'))],
  ['a character that XML forbids', call('supervisor.getProcessInfo', param('a\u0001'))],
]

function entities(declarations: string, name: string): string {
  return `<!DOCTYPE m [${declarations}]><methodCall><methodName>${name}</methodName></methodCall>`
}

export function call(method: string, params = ''): string {
  return `<?xml version='1.0'?><methodCall><methodName>${method}</methodName><params>${params}</params></methodCall>`
}

export function param(value: string): string {
  return `<param><value>${value}</value></param>`
}

const A = param('a')

/** Calls that are answered with a fault. */
export const FAULTY: readonly (readonly [what: string, body: string, fault: number])[] = [
  ['an unknown method', call('supervisor.noSuchMethod'), 1],
  ['an unknown namespace', call('acme.getPID'), 1],
  ['a name without a dot', call('getPID'), 1],
  ['a private name', call('supervisor._private'), 1],
  ['a member of every object', call('supervisor.constructor'), 1],
  ['another one', call('supervisor.__proto__'), 1],
  ['too many arguments', call('supervisor.getPID', A), 2],
  ['twenty thousand arguments', call('supervisor.getPID', A.repeat(20_000)), 2],
  ['too few arguments', call('supervisor.readLog'), 2],
  ['a text for a number', call('supervisor.readLog', A + param('<int>1</int>')), 2],
  ['a list for a name', call('supervisor.startProcess', param('<array><data/></array>')), 2],
  ['nothing for a name', call('supervisor.stopProcess', param('<nil/>')), 2],
  ['a number for a name', call('supervisor.getProcessInfo', param('<int>5</int>')), 2],
  [
    'a struct for a name',
    call(
      'supervisor.getProcessInfo',
      param('<struct><member><name>__proto__</name><value>x</value></member></struct>'),
    ),
    2,
  ],
  ['a number for text', call('supervisor.sendProcessStdin', A + param('<int>1</int>')), 2],
  ['a number for a list of calls', call('system.multicall', param('<int>1</int>')), 2],
  ['a name of a megabyte', call('supervisor.startProcess', param('x'.repeat(1_000_000))), 10],
  ['a signal that is none', call('supervisor.signalProcess', A + param('NOPE')), 11],
  ['a negative signal', call('supervisor.signalProcess', A + param('<int>-9</int>')), 11],
  ['a struct for a signal', call('supervisor.signalProcess', A + param('<struct/>')), 11],
  ['a negative length', call('supervisor.readLog', param('<int>0</int>') + param('<int>-1</int>')), 3],
]
