// Generated from schemas/api/*.api.json by `npm run generate`. Do not edit.

import type { ApiOperation } from '../api.js'

export { API_ROOT, API_VERSION_NUMBER, type ApiOperation, type QueryType } from '../api.js'

export const API_OPERATIONS = [
  {"id":"getDaemon","method":"GET","path":"","mutates":false,"methods":["supervisor.getState"],"query":{},"body":null},
  {"id":"getOpenApi","method":"GET","path":"/openapi.json","mutates":false,"methods":[],"query":{},"body":null},
  {"id":"shutdown","method":"POST","path":"/shutdown","mutates":true,"methods":["supervisor.shutdown"],"query":{},"body":null},
  {"id":"reload","method":"POST","path":"/reload","mutates":true,"methods":["supervisor.restart"],"query":{},"body":null},
  {"id":"listPrograms","method":"GET","path":"/programs","mutates":false,"methods":["supervisor.getAllProcessInfo"],"query":{},"body":null},
  {"id":"getProgram","method":"GET","path":"/programs/{namespec}","mutates":false,"methods":["supervisor.getProcessInfo"],"query":{},"body":null},
  {"id":"startProgram","method":"POST","path":"/programs/{namespec}/start","mutates":true,"methods":["supervisor.startProcess"],"query":{},"body":"WaitRequest"},
  {"id":"stopProgram","method":"POST","path":"/programs/{namespec}/stop","mutates":true,"methods":["supervisor.stopProcess"],"query":{},"body":"WaitRequest"},
  {"id":"restartProgram","method":"POST","path":"/programs/{namespec}/restart","mutates":true,"methods":["supervisor.stopProcess","supervisor.startProcess"],"query":{},"body":"WaitRequest"},
  {"id":"signalProgram","method":"POST","path":"/programs/{namespec}/signal","mutates":true,"methods":["supervisor.signalProcess"],"query":{},"body":"SignalRequest"},
  {"id":"clearProgramLogs","method":"POST","path":"/programs/{namespec}/clear-log","mutates":true,"methods":["supervisor.clearProcessLogs"],"query":{},"body":null},
  {"id":"writeProgramStdin","method":"POST","path":"/programs/{namespec}/stdin","mutates":true,"methods":["supervisor.sendProcessStdin"],"query":{},"body":"StdinRequest"},
  {"id":"getProgramHistory","method":"GET","path":"/programs/{namespec}/history","mutates":false,"methods":["supervisor.getProcessInfo","supervisor.readProcessStderrLog"],"query":{},"body":null},
  {"id":"listGroups","method":"GET","path":"/groups","mutates":false,"methods":["supervisor.getAllProcessInfo"],"query":{},"body":null},
  {"id":"startGroup","method":"POST","path":"/groups/{group}/start","mutates":true,"methods":["supervisor.startProcessGroup"],"query":{},"body":"WaitRequest"},
  {"id":"stopGroup","method":"POST","path":"/groups/{group}/stop","mutates":true,"methods":["supervisor.stopProcessGroup"],"query":{},"body":"WaitRequest"},
  {"id":"restartGroup","method":"POST","path":"/groups/{group}/restart","mutates":true,"methods":["supervisor.stopProcessGroup","supervisor.startProcessGroup"],"query":{},"body":"WaitRequest"},
  {"id":"signalGroup","method":"POST","path":"/groups/{group}/signal","mutates":true,"methods":["supervisor.signalProcessGroup"],"query":{},"body":"SignalRequest"},
  {"id":"clearGroupLogs","method":"POST","path":"/groups/{group}/clear-log","mutates":true,"methods":["supervisor.clearProcessLogs"],"query":{},"body":null},
  {"id":"act","method":"POST","path":"/actions","mutates":true,"methods":[],"query":{},"body":"ActionsRequest"},
  {"id":"streamEvents","method":"GET","path":"/events","mutates":false,"methods":["supervisor.getAllProcessInfo"],"query":{"types":"list","programs":"list","snapshot":"boolean","lastEventId":"string"},"body":null},
] as const satisfies readonly ApiOperation[]

export type ApiOperationId = (typeof API_OPERATIONS)[number]['id']
