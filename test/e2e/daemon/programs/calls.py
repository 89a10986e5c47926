# Makes XML-RPC calls with Python's own client: `calls.py URL`, with [[method, [parameters]], ...] as JSON on stdin.
# Writes [{"value": ...} or {"fault": code, "text": ...}, ...] as JSON.
import json
import sys
import xmlrpc.client

url = sys.argv[1]
if url.startswith('unix://'):
    from supervisor.xmlrpc import SupervisorTransport

    server = xmlrpc.client.ServerProxy('http://127.0.0.1', SupervisorTransport(None, None, url))
else:
    server = xmlrpc.client.ServerProxy(url)


def call(method, parameters):
    if method == 'MultiCall':
        batch = xmlrpc.client.MultiCall(server)
        for name, arguments in parameters:
            getattr(batch, name)(*arguments)
        return list(batch())
    return getattr(server, method)(*parameters)


answers = []
for method, parameters in json.load(sys.stdin):
    try:
        answers.append({'value': call(method, parameters)})
    except xmlrpc.client.Fault as fault:
        answers.append({'fault': fault.faultCode, 'text': fault.faultString})
    except xmlrpc.client.ProtocolError as error:
        answers.append({'value': f'HTTP {error.errcode}'})
    except ValueError as error:
        # MultiCall refuses what the original answers, because it wraps no result in a list.
        answers.append({'value': str(error)})
json.dump(answers, sys.stdout)
