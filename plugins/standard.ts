// The plugins of the daemon, in order: the only place that knows them all.

import type { Plugin } from 'reeve/sdk'
import crashmail from './crashmail/index.js'
import eventListener from './event-listener/index.js'
import fcgiProgram from './fcgi-program/index.js'
import httpApi from './http-api/index.js'
import httpServer from './http-server/index.js'
import httpok from './httpok/index.js'
import logtail from './logtail/index.js'
import memmon from './memmon/index.js'
import prometheus from './prometheus/index.js'
import resources from './resources/index.js'
import rpcCache from './rpc-cache/index.js'
import rpcInterface from './rpc-interface/index.js'
import rpcSupervisor from './rpc-supervisor/index.js'
import rpcTwiddler from './rpc-twiddler/index.js'
import stdout from './stdout/index.js'
import stdoutHandler from './stdout-handler/index.js'
import syslog from './syslog/index.js'
import webUi from './web-ui/index.js'
import webhook from './webhook/index.js'
import xmlrpc from './xmlrpc/index.js'

export const standardPlugins: readonly Plugin[] = [
  httpServer,
  eventListener,
  resources,
  stdoutHandler,
  rpcSupervisor,
  rpcCache,
  rpcTwiddler,
  rpcInterface,
  xmlrpc,
  httpApi,
  logtail,
  webUi,
  prometheus,
  memmon,
  webhook,
  stdout,
  httpok,
  crashmail,
  syslog,
  fcgiProgram,
]
