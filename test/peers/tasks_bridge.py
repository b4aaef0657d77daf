"""Hands Cloud Tasks' REST calls to an emulator that speaks gRPC, with Google's own types: what these do not know is refused."""

import json
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import grpc
from google.api_core.exceptions import GoogleAPICallError
from google.cloud.tasks_v2 import CloudTasksClient
from google.cloud.tasks_v2.services.cloud_tasks.transports import CloudTasksGrpcTransport
from google.cloud.tasks_v2.types import CreateTaskRequest
from google.protobuf import json_format

CHANNEL = grpc.insecure_channel(sys.argv[1])
grpc.channel_ready_future(CHANNEL).result(timeout=30)
CLIENT = CloudTasksClient(transport=CloudTasksGrpcTransport(channel=CHANNEL))


class Bridge(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        request = CreateTaskRequest()
        try:
            json_format.Parse(body, CreateTaskRequest.pb(request))
            request.parent = self.path.removeprefix("/v2/").removesuffix("/tasks")
            task = CLIENT.create_task(request=request, retry=None, timeout=10)
            self.answer(200, {"name": task.name})
        except json_format.ParseError as error:
            self.answer(400, {"error": str(error)})
        except GoogleAPICallError as error:
            self.answer(error.code or 500, {"error": str(error)})

    def answer(self, status, body):
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_):
        pass


server = ThreadingHTTPServer(("127.0.0.1", 0), Bridge)
print(json.dumps({"url": f"http://127.0.0.1:{server.server_port}"}), flush=True)
server.serve_forever()
