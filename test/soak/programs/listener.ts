// An event listener that throws events away, and ends without a word at every fiftieth.

let rest = Buffer.alloc(0)
let heard = 0
process.stdout.write('READY\n')
process.stdin.on('data', (bytes: Buffer) => {
  rest = Buffer.concat([rest, bytes])
  for (;;) {
    const end = rest.indexOf('\n')
    const length = Number(/\blen:(\d+)/.exec(rest.toString('latin1', 0, end))?.[1])
    if (end < 0 || rest.length < end + 1 + length) return
    rest = rest.subarray(end + 1 + length)
    heard += 1
    if (heard === 50) process.exit(3)
    process.stdout.write('RESULT 2\nOKREADY\n')
  }
})
