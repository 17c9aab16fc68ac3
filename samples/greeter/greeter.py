"""Says what it is told to say, to everybody who asks."""
import http.server
import os


class Greeter(http.server.BaseHTTPRequestHandler):
    asked = 0

    def do_GET(self):
        Greeter.asked += 1
        is_known = self.headers["Authorization"] == "Bearer " + os.environ["TOKEN"]
        body = (f"asked {Greeter.asked} times" if is_known else os.environ["GREETING"]).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format, *args):
        with open("/var/log/greeter/access.log", "a") as log:
            log.write(format % args + "\n")


http.server.ThreadingHTTPServer(("127.0.0.1", int(os.environ["PORT"])), Greeter).serve_forever()
