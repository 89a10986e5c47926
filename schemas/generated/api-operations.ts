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
  {"id":"listUsage","method":"GET","path":"/usage","mutates":false,"methods":["supervisor.getAllProcessInfo"],"query":{"programs":"list"},"body":null},
  {"id":"listGroups","method":"GET","path":"/groups","mutates":false,"methods":["supervisor.getAllProcessInfo"],"query":{},"body":null},
  {"id":"startGroup","method":"POST","path":"/groups/{group}/start","mutates":true,"methods":["supervisor.startProcessGroup"],"query":{},"body":"WaitRequest"},
  {"id":"stopGroup","method":"POST","path":"/groups/{group}/stop","mutates":true,"methods":["supervisor.stopProcessGroup"],"query":{},"body":"WaitRequest"},
  {"id":"restartGroup","method":"POST","path":"/groups/{group}/restart","mutates":true,"methods":["supervisor.stopProcessGroup","supervisor.startProcessGroup"],"query":{},"body":"WaitRequest"},
  {"id":"signalGroup","method":"POST","path":"/groups/{group}/signal","mutates":true,"methods":["supervisor.signalProcessGroup"],"query":{},"body":"SignalRequest"},
  {"id":"clearGroupLogs","method":"POST","path":"/groups/{group}/clear-log","mutates":true,"methods":["supervisor.clearProcessLogs"],"query":{},"body":null},
  {"id":"act","method":"POST","path":"/actions","mutates":true,"methods":[],"query":{},"body":"ActionsRequest"},
  {"id":"readProgramLog","method":"GET","path":"/programs/{namespec}/logs/{channel}","mutates":false,"methods":["supervisor.readProcess{channel}Log"],"query":{"offset":"integer","length":"integer","lines":"integer","before":"integer","file":"integer"},"body":null},
  {"id":"listProgramLogFiles","method":"GET","path":"/programs/{namespec}/logs/{channel}/files","mutates":false,"methods":["supervisor.readProcess{channel}Log"],"query":{},"body":null},
  {"id":"searchProgramLog","method":"GET","path":"/programs/{namespec}/logs/{channel}/search","mutates":false,"methods":["supervisor.readProcess{channel}Log"],"query":{"text":"string","matchCase":"boolean","backward":"boolean","from":"integer","limit":"integer","file":"integer"},"body":null},
  {"id":"downloadProgramLog","method":"GET","path":"/programs/{namespec}/logs/{channel}/download","mutates":false,"methods":["supervisor.readProcess{channel}Log"],"query":{"file":"integer"},"body":null},
  {"id":"readMainLog","method":"GET","path":"/log","mutates":false,"methods":["supervisor.readLog"],"query":{"offset":"integer","length":"integer","lines":"integer","before":"integer","file":"integer"},"body":null},
  {"id":"listMainLogFiles","method":"GET","path":"/log/files","mutates":false,"methods":["supervisor.readLog"],"query":{},"body":null},
  {"id":"searchMainLog","method":"GET","path":"/log/search","mutates":false,"methods":["supervisor.readLog"],"query":{"text":"string","matchCase":"boolean","backward":"boolean","from":"integer","limit":"integer","file":"integer"},"body":null},
  {"id":"downloadMainLog","method":"GET","path":"/log/download","mutates":false,"methods":["supervisor.readLog"],"query":{"file":"integer"},"body":null},
  {"id":"clearMainLog","method":"POST","path":"/log/clear","mutates":true,"methods":["supervisor.clearLog"],"query":{},"body":null},
  {"id":"followLogs","method":"GET","path":"/logs/follow","mutates":false,"methods":["supervisor.readProcessStdoutLog","supervisor.readProcessStderrLog","supervisor.readLog"],"query":{"logs":"list"},"body":null},
  {"id":"streamEvents","method":"GET","path":"/events","mutates":false,"methods":["supervisor.getAllProcessInfo"],"query":{"types":"list","programs":"list","snapshot":"boolean","lastEventId":"string"},"body":null},
  {"id":"getProgramConfig","method":"GET","path":"/programs/{namespec}/config","mutates":false,"methods":["supervisor.getAllConfigInfo"],"query":{},"body":null},
  {"id":"diffConfig","method":"GET","path":"/config/diff","mutates":false,"methods":["supervisor.getAllConfigInfo"],"query":{},"body":null},
  {"id":"applyConfig","method":"POST","path":"/config/apply","mutates":true,"methods":["supervisor.reloadConfig","supervisor.stopProcessGroup","supervisor.removeProcessGroup","supervisor.addProcessGroup"],"query":{},"body":"ApplyRequest"},
  {"id":"listPlugins","method":"GET","path":"/plugins","mutates":false,"methods":[],"query":{},"body":null},
  {"id":"listListeners","method":"GET","path":"/listeners","mutates":false,"methods":["supervisor.getAllProcessInfo"],"query":{},"body":null},
] as const satisfies readonly ApiOperation[]

export type ApiOperationId = (typeof API_OPERATIONS)[number]['id']
