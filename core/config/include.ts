// Reads the main file and what its [include] names (CFG-INC, CFG-FMT-04, CFG-FMT-08).

import { dirname, isAbsolute, normalize } from 'node:path'
import type { ConfigNotice } from '../../sdk/config.js'
import { addText, type ConfigDocument, createDocument, lookUp, replaceHere } from './document.js'
import { createNames, expandText, type Names } from './expand.js'
import { glob } from './glob.js'
import { Problems } from './problems.js'
import { splitWords } from './python-text.js'
import { LARGEST_CONFIG_BYTES, readConfigFile } from './source-file.js'

export interface ReadDocument {
  readonly document: ConfigDocument
  readonly notices: readonly ConfigNotice[]
  readonly problems: Problems
  /** The main file could not be read at all: nothing else is worth saying. */
  readonly hopeless: boolean
}

export interface DocumentRequest {
  /** Absolute. */
  readonly file: string
  /** As it was typed, for the messages that Supervisor words with it. */
  readonly shownAs?: string | undefined
  /** `ENV_x` of the daemon's environment. */
  readonly names: Names
  readonly hostNodeName: string
}

/** What `%(here)s` means in a file: its directory, normalized, symlinks kept (CFG-FMT-06). */
export function configDirectory(file: string): string {
  const directory = normalize(dirname(file))
  return directory.length > 1 ? directory.replace(/\/+$/, '') : directory
}

/** Reads the main file and, if `include` is not false, the files that its [include] names. */
export function readDocument(request: DocumentRequest, include = true): ReadDocument {
  const { file } = request
  const shownAs = request.shownAs ?? file
  const document = createDocument(file, shownAs)
  const problems = new Problems()
  const notices: ConfigNotice[] = []
  const result = (hopeless: boolean): ReadDocument => ({ document, notices, problems, hopeless })
  const place = { section: null, option: null, source: null }

  const read = readConfigFile(file, 'main')
  if ('failure' in read) {
    problems.add(place, FAILURES[read.failure](shownAs))
    return result(true)
  }
  if ('invalid' in read) {
    problems.add({ ...place, source: { file, line: read.invalid.line } }, read.invalid.text)
    return result(true)
  }
  const problem = addText(document, read.text, file, shownAs)
  if (problem !== null) problems.list.push(problem)
  if (include && document.sections.has('include')) readIncluded(request, document, problems, notices)
  return result(problem !== null && document.sections.size === 0)
}

const FAILURES = {
  missing: (shownAs: string) => `could not find config file ${shownAs}`,
  unreadable: (shownAs: string) => `could not read config file ${shownAs}`,
  pipe: (shownAs: string) => `could not read config file ${shownAs}`,
  'too-large': (shownAs: string) =>
    `could not read config file ${shownAs}: it is larger than ${LARGEST_CONFIG_BYTES} bytes`,
}

function readIncluded(
  request: DocumentRequest,
  document: ConfigDocument,
  problems: Problems,
  notices: ConfigNotice[],
): void {
  const here = configDirectory(request.file)
  replaceHere(document, here)
  const section = document.sections.get('include')
  const files = lookUp(document, 'include', 'files')
  if (files === undefined) {
    if (section?.damaged !== true) {
      const place = { section: 'include', option: 'files', source: section?.source ?? null }
      problems.add(place, '.ini file has [include] section, but no files setting')
    }
    return
  }
  const place = { section: 'include', option: 'files', source: files.source }
  const names = createNames({ here, host_node_name: request.hostNodeName }, request.names)
  const patterns = problems.attempt(place, () => splitWords(expandText(files.value, names, 'include.files')))
  for (const pattern of patterns ?? []) {
    const path = isAbsolute(pattern) ? pattern : joinPattern(here, pattern)
    const matches = glob(path)
    if (matches.length === 0) {
      notices.push({ level: 'warn', text: `No file matches via include "${path}"` })
    }
    for (const match of matches) readOne(match, document, problems, notices)
  }
}

// The pattern keeps its spelling (`conf.d/../x`), because it is shown.
function joinPattern(directory: string, pattern: string): string {
  return directory.endsWith('/') ? directory + pattern : `${directory}/${pattern}`
}

function readOne(file: string, document: ConfigDocument, problems: Problems, notices: ConfigNotice[]): void {
  notices.push({ level: 'info', text: `Included extra file "${file}" during parsing` })
  const read = readConfigFile(file, 'included')
  if ('failure' in read) {
    // Supervisor passes over it in silence (EDGE-45).
    notices.push({ level: 'warn', text: `Included file "${file}" was skipped: ${WHY_SKIPPED[read.failure]}` })
    return
  }
  const problem =
    'invalid' in read
      ? { text: read.invalid.text, source: { file, line: read.invalid.line }, section: null, option: null }
      : addText(document, read.text, file, file)
  if (problem !== null) problems.list.push(problem)
  replaceHere(document, configDirectory(file))
}

const WHY_SKIPPED = {
  missing: 'it does not exist',
  unreadable: 'it cannot be read',
  pipe: 'it is a pipe',
  'too-large': `it is larger than ${LARGEST_CONFIG_BYTES} bytes`,
}
