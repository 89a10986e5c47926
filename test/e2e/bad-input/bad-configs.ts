// Configurations that must be refused, each with the beginning of every error that must be said of it.

export interface BadConfig {
  /** What is wrong, as the end of the sentence "a configuration ...". */
  readonly which: string
  /** The file after the sections that make a daemon which would work. */
  readonly content: string | Buffer
  /** The file has nothing but `content`. */
  readonly bare?: boolean
  /**
   * Every error, in any order: how it begins, and the place that follows, with lines counted from the first of
   * `content`.
   */
  readonly errors: readonly (readonly [text: RegExp, place: string])[]
}

/** A text of which only the beginning matters. */
function begins(text: string): RegExp {
  return new RegExp(`^${text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')}`)
}

export const BAD_CONFIGS: readonly BadConfig[] = [
  { which: 'that is empty', bare: true, content: '', errors: [[begins('.ini file does not include'), '']] },
  {
    which: 'that is a program',
    bare: true,
    content: Buffer.from('7f454c460201010000000000000000000300d03e', 'hex'),
    errors: [[/^'utf-8' codec can't decode byte 0xd0 in position 18: invalid/, '1']],
  },
  {
    which: 'that a crash has filled with NULs',
    bare: true,
    content: Buffer.alloc(5_000_000),
    errors: [
      [
        /^File contains no section headers\.\nfile: '.*', line: 1\n'(\\x00)+[\\x0]{0,3}\.\.\. \d+ characters \.\.\./,
        '1',
      ],
    ],
  },
  {
    which: 'with a NUL in a value',
    content: '[program:a]\ncommand=sleep 1\x000\ndirectory=/\0tmp',
    errors: [
      [begins('a value cannot contain a NUL character'), '3, section program:a, option directory'],
      [begins('a value cannot contain a NUL character'), '2, section program:a, option command'],
    ],
  },
  {
    which: 'with a byte order mark',
    bare: true,
    content: '\ufeff[supervisord]\n',
    errors: [[/^File contains no section headers\.\nfile: '.*', line: 1\n'\\ufeff\[supervisord\]\\n'/, '1']],
  },
  {
    which: 'with lines that are none',
    content: '[program:a]\ncommand=sleep 1000\nwhat is this\n=nor this',
    errors: [
      [
        /^Source contains parsing errors: '.*'\n\t\[line {1,2}\d+\]: 'what is this\\n'\n\t\[line {1,2}\d+\]: '=nor this/,
        '3',
      ],
    ],
  },
  {
    which: 'with a value of a megabyte where a boolean belongs',
    content: `[program:a]\ncommand=sleep 1000\nautostart=${'y'.repeat(1_000_000)}`,
    errors: [
      [
        /^not a valid boolean value: 'y{900,1000}\.\.\. 99\d{4} characters \.\.\.y{300,500}'/,
        '3, section program:a, option autostart',
      ],
    ],
  },
  {
    which: 'with names that cannot be',
    content:
      '[program:a b]\ncommand=x\n[program:../c]\ncommand=x\n[group:d:e]\nprograms=\n[program:\x1b[2J]\ncommand=x',
    errors: [
      [begins("Invalid name: 'd:e' because of character: ':'"), '5, section group:d:e'],
      [begins("Invalid name: 'a b' because of character: ' '"), '1, section program:a b'],
      [begins("Invalid name: '../c' because of character: '/'"), '3, section program:../c'],
      [begins("Invalid name: '\\x1b[2J' because of character: '\\x1b'"), '7, section program:\\x1b[2J'],
    ],
  },
  {
    which: 'with users and directories that do not exist',
    content:
      '[program:a]\ncommand=x\nuser=no-such-user\nstdout_logfile=/nonexistent/a.log\n' +
      '[program:b]\ncommand=x\nuser=4294967295\n[supervisord]\nchildlogdir=/nonexistent\nuser=nor-this',
    errors: [
      [begins('Invalid user name no-such-user'), '3, section program:a, option user'],
      [
        begins('The directory named as part of the path /nonexistent/a.log does not exist'),
        '4, section program:a, option stdout_logfile',
      ],
      [begins('Invalid user id 4294967295'), '7, section program:b, option user'],
      [begins('/nonexistent is not an existing directory'), '9, section supervisord, option childlogdir'],
      [begins('Invalid user name nor-this'), '10, section supervisord, option user'],
    ],
  },
  {
    which: 'that contradicts itself',
    content:
      '[program:a]\ncommand=x\nstopasgroup=true\nkillasgroup=false\n[program:b]\ncommand=x\nnumprocs=2\n' +
      '[group:g]\nprograms=a,missing\n[inet_http_server]\nport=127.0.0.1:70000\nusername=half',
    errors: [
      [
        begins('[group:g] names unknown program or fcgi-program missing'),
        '9, section group:g, option programs',
      ],
      [
        begins('Cannot set stopasgroup=true and killasgroup=false'),
        '4, section program:a, option killasgroup',
      ],
      [
        begins('%(process_num) must be present within process_name when numprocs > 1'),
        '7, section program:b, option numprocs',
      ],
      [begins('70000 is above upper bound (65535)'), '11, section inet_http_server, option port'],
      [
        begins('Section [inet_http_server] contains incomplete authentication'),
        '12, section inet_http_server',
      ],
    ],
  },
  {
    which: 'that asks for a thousand million processes',
    content: '[program:a]\ncommand=x\nprocess_name=%(process_num)s\nnumprocs=1000000000',
    errors: [[begins('1000000000 is above upper bound (100000)'), '4, section program:a, option numprocs']],
  },
  {
    which: 'with a width that would fill the memory',
    content: '[program:a]\ncommand=x %(process_num)0999999999d',
    errors: [
      [/^Format string '.*' for 'program:a\.command' is badly/, '2, section program:a, option command'],
    ],
  },
]
